package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.TestClock;

/// What comes of messages, one after the other; the clock stands at 2031-05-04T03:02:01.250Z.
class MqttJsonDriverTest {
  private static final String MAPPING =
      """
      {broker: 'mqtt://127.0.0.1', topic: t, age-max: 10min%s, profile: {maker: m, model: m,
        source-id: /id, time: /time, counter: /n, channels: [
        {channel: cars, path: /cars, unit: count, min: 0, max: 1000},
        {channel: speed, path: /speed, unit: km/h, min: 0, max: 250}]}}
      """;
  private static final String NOW = "2031-05-04T10:02:01+07:00";

  private static MqttJsonSettings settings() {
    return Yaml.device(MAPPING.formatted(""));
  }

  private static String message(int number, String rest) {
    return "{\"id\":\"m%d\",\"n\":%d,\"time\":\"%s\",%s}".formatted(number, number, NOW, rest);
  }

  private static String good(int number) {
    return message(number, "\"cars\":%d,\"speed\":41.5".formatted(number));
  }

  // The source's clock is only believed about the age: samples follow the gateway's.
  @Test
  void aMessageIsASampleAtTheTimeItCame() throws Exception {
    try (var bench = new Bench(settings())) {
      EmittedSample sample = bench.read(good(7)).getFirst();
      assertThat(sample.at()).isEqualTo(TestClock.START);
      assertThat(sample.value("cars")).isEqualTo(7);
      assertThat(sample.value("speed")).isEqualTo(41.5);
      assertThat(bench.log()).isEmpty();
    }
  }

  // Brokers deliver at least once: a count that is counted twice is wrong for ever.
  @Test
  void aMessageThatComesTwiceIsCountedOnce() throws Exception {
    try (var bench = new Bench(settings())) {
      assertThat(bench.read(good(1), good(1), good(2), good(1), good(2), good(3)))
          .extracting(sample -> sample.value("cars"))
          .containsExactly(1.0, 2.0, 3.0);
      assertThat(bench.log()).singleElement().asString().startsWith("a message came twice");
    }
  }

  @Test
  void theWindowOfIdsIsBounded() {
    var seen = new SeenIds();
    IntStream.range(0, SeenIds.WINDOW).forEach(i -> assertThat(seen.add("m" + i)).isTrue());
    assertThat(seen.add("m0")).as("oldest of a full window").isFalse();
    assertThat(seen.add("one more")).isTrue();
    assertThat(seen.add("m1")).as("second oldest, still in").isFalse();
    assertThat(seen.add("m0")).as("forgotten").isTrue();
  }

  @Test
  void oldMessagesAreDroppedAndToldOnce() throws Exception {
    try (var bench = new Bench(settings())) {
      String old = good(1).replace(NOW, "2031-05-04T09:52:01+07:00");
      String older = good(2).replace(NOW, "2031-05-03T10:02:01+07:00");
      String future = good(3).replace(NOW, "2031-05-05T10:02:01+07:00");
      assertThat(bench.read(old, older, future))
          .extracting(sample -> sample.value("cars"))
          .containsExactly(3.0);
      assertThat(bench.log())
          .containsExactly("a message is 600 s old and was dropped: age-max is 600 s");
    }
  }

  // Ten minutes are not older than ten minutes.
  @Test
  void theGreatestAgeIsStillTaken() throws Exception {
    try (var bench = new Bench(settings())) {
      assertThat(bench.read(good(1).replace(NOW, "2031-05-04T03:52:01.250+01:00"))).hasSize(1);
      bench.reopen();
      assertThat(bench.read(good(2).replace(NOW, "2031-05-04T03:52:01.249+01:00"))).isEmpty();
    }
  }

  // Missing frames are told when it begins and when it is over; nothing is made up for them.
  @Test
  void missingMessagesAreTold() throws Exception {
    try (var bench = new Bench(settings())) {
      assertThat(bench.read(good(5), good(9), good(11))).hasSize(3);
      assertThat(bench.log())
          .containsExactly("3 messages are missing: the counter went from 5 to 9");
      bench.reopen();
      IntStream.rangeClosed(12, 21).forEach(n -> bench.put(good(n), false));
      bench.drain();
      assertThat(bench.log()).hasSize(1);
      bench.reopen();
      bench.read(good(30), good(31), good(0));
      assertThat(bench.log().subList(1, 3))
          .containsExactly(
              "8 messages are missing: the counter went from 21 to 30",
              "the counter began anew at 0, after 31");
    }
  }

  // A source that counts down, or two on one topic, must not fill the log.
  @Test
  void aCounterThatGoesBackAgainAndAgainIsToldOnce() throws Exception {
    try (var bench = new Bench(settings())) {
      assertThat(bench.read(good(9), good(8), good(7), good(6), good(5))).hasSize(5);
      assertThat(bench.log()).containsExactly("the counter began anew at 8, after 9");
    }
  }

  @Test
  void theEndOfAGapIsTold() throws Exception {
    try (var bench = new Bench(settings())) {
      IntStream.of(1, 3, 6).forEach(n -> bench.put(good(n), false));
      IntStream.rangeClosed(7, 16).forEach(n -> bench.put(good(n), false));
      assertThat(bench.drain()).hasSize(13);
      assertThat(bench.log())
          .containsExactly(
              "1 messages are missing: the counter went from 1 to 3",
              "messages come without gaps again; 3 were missing");
    }
  }

  // A gap over a lost connection or a restart is the likeliest of all.
  @Test
  void theCounterIsRememberedOverOpenings() throws Exception {
    try (var bench = new Bench(settings())) {
      bench.read(good(5));
      assertThat(bench.harness().remembered()).isEqualTo("counter 5");
      bench.reopen();
      bench.read(good(8));
      assertThat(bench.log())
          .containsExactly("2 messages are missing: the counter went from 5 to 8");
    }
  }

  // A frame without any mapped value, such as one of the radio alone, is none that is missing.
  @Test
  void messagesWithoutAMappedValueGiveNoSample() throws Exception {
    try (var bench = new Bench(settings())) {
      assertThat(bench.read(good(1), "{\"n\":2,\"else\":1}", good(3))).hasSize(2);
      assertThat(bench.log()).isEmpty();
    }
  }

  @Test
  void missingValuesAreBadSensorsAndToldOnce() throws Exception {
    try (var bench = new Bench(settings())) {
      var samples =
          bench.read(
              message(1, "\"cars\":4"),
              message(2, "\"cars\":5,\"speed\":\"fast\""),
              message(3, "\"cars\":null"));
      assertThat(samples).hasSize(3);
      assertThat(samples).allMatch(sample -> sample.quality("speed") == Quality.BAD_SENSOR);
      assertThat(samples.get(1).value("cars")).isEqualTo(5);
      assertThat(samples.get(2).usable()).isFalse();
      assertThat(bench.log())
          .containsExactly(
              "speed: /speed: the message does not have it",
              "cars: /cars: expected a number, found null");
    }
  }

  @Test
  void brokenMessagesEndNothingAndAreToldOnce() throws Exception {
    try (var bench = new Bench(settings())) {
      assertThat(bench.read("{", good(1), "rubbish", good(2), "[]]", good(3))).hasSize(3);
      assertThat(bench.log())
          .containsExactly(
              "a message of 1 bytes is malformed: it is no JSON, or has a name twice in one object");
      bench.reopen();
      bench.put("x".repeat(MessageReader.PAYLOAD_BYTES_MAX + 1), false);
      IntStream.rangeClosed(4, 13).forEach(n -> bench.put(good(n), false));
      assertThat(bench.drain()).hasSize(10);
      assertThat(bench.log())
          .endsWith(
              "a message of 65537 bytes is malformed: 65537 bytes are more than 65536",
              "messages can be read again; 1 were malformed");
    }
  }

  // What a broker kept may be of yesterday; it is no event.
  @Test
  void retainedMessagesAreIgnoredUnlessWanted() throws Exception {
    try (var bench = new Bench(settings())) {
      bench.put(good(1), true);
      bench.put(good(2), false);
      assertThat(bench.drain()).extracting(sample -> sample.value("cars")).containsExactly(2.0);
      assertThat(bench.log()).singleElement().asString().startsWith("a retained message");
    }
    try (var bench = new Bench(Yaml.device(MAPPING.formatted(", retained: accept")))) {
      bench.put(good(1), true);
      assertThat(bench.drain()).hasSize(1);
    }
  }

  // A burst costs bounded memory, and what it costs in messages is told.
  @Test
  void overflowIsCountedAndTold() throws Exception {
    try (var bench = new Bench(settings())) {
      int over = 44;
      IntStream.rangeClosed(1, Inbox.MESSAGES_MAX + over).forEach(n -> bench.put(good(n), false));
      assertThat(bench.drain()).hasSize(Inbox.MESSAGES_MAX);
      assertThat(bench.log())
          .containsExactly(
              "messages come faster than they are stored: 44 were lost, as 256 messages or 1048576"
                  + " bytes waited",
              "no message is lost any more; 44 were");
    }
  }

  @Test
  void bytesThatWaitAreBounded() throws Exception {
    try (var bench = new Bench(settings())) {
      String large = good(1) + " ".repeat(60_000);
      Collections.nCopies(20, large).forEach(message -> bench.put(message, false));
      assertThat(bench.inbox().takeLost()).isEqualTo(20 - Inbox.BYTES_MAX / large.length());
    }
  }

  // What nobody declared is nobody's business: not in a sample, not in the log.
  @Test
  void nothingUnmappedIsKept() throws Exception {
    String plate = "61A-123.45";
    try (var bench = new Bench(settings())) {
      bench.read(
          message(1, "\"cars\":1,\"speed\":\"" + plate + "\",\"plate\":\"" + plate + "\""),
          "{\"plate\":\"" + plate + "\",\"plate\":\"" + plate + "\"}",
          "{\"plate\":\"" + plate,
          plate,
          "{\"id\":{\"" + plate + "\":1},\"cars\":1}",
          "{\"id\":\"x\",\"time\":\"" + plate + "\",\"cars\":1}");
      assertThat(bench.log()).isNotEmpty().noneMatch(line -> line.contains(plate));
      assertThat(bench.harness().samples().toString()).doesNotContain(plate);
    }
  }

  @Test
  void silenceIsThatOfTheSettings() throws Exception {
    try (var bench = new Bench(Yaml.device(MAPPING.formatted(", longest-silence: 20min")))) {
      assertThat(((MqttJsonDriver) bench.harness().driver()).longestSilence())
          .isEqualTo(Duration.ofMinutes(20));
    }
  }
}
