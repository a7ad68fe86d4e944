package vn.binhduong.gateway.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every state with every signal: what the table of the LwM2M object Firmware Update says, and
/// nothing else.
class MachineTest {
  private static final Manifest MANIFEST =
      new Manifest(
          "edge-gateway",
          Version.parse("1.1.0"),
          List.of("linux/*/*"),
          Version.parse("1.0.0"),
          Version.parse("0.9.0"),
          Instant.EPOCH,
          "k1",
          10,
          "a".repeat(64),
          10,
          "b".repeat(64));
  private static final Journal DOWNLOADING =
      Machine.next(Journal.EMPTY, new Signal.Begin("id-1", "file")).orElseThrow();
  private static final Journal DOWNLOADED =
      Machine.next(DOWNLOADING, new Signal.Installed(MANIFEST)).orElseThrow();
  private static final Journal UPDATING =
      Machine.next(DOWNLOADED, new Signal.Apply()).orElseThrow();

  private static final List<Signal> SIGNALS =
      List.of(
          new Signal.Begin("id-2", "file"),
          new Signal.Attempt(""),
          new Signal.Refused(ResultCode.INTEGRITY, "why"),
          new Signal.Installed(MANIFEST),
          new Signal.Apply(),
          new Signal.Defer("night"),
          new Signal.Outcome(true, "well"),
          new Signal.Outcome(false, "ill"),
          new Signal.Cancel(),
          new Signal.Clear());

  private static String ways(Journal from) {
    StringBuilder ways = new StringBuilder();
    for (Signal signal : SIGNALS) {
      Optional<Journal> next = Machine.next(from, signal);
      ways.append(
          next.map(journal -> " " + journal.state().number() + "/" + journal.result().number())
              .orElse(" -"));
    }
    return ways.toString().strip();
  }

  @Test
  void eachStateKnowsItsWays() {
    assertThat(ways(Journal.EMPTY)).isEqualTo("1/0 - - - - - - - - -");
    assertThat(ways(DOWNLOADING)).isEqualTo("- 1/0 0/5 2/0 - - - - 0/10 0/0");
    assertThat(ways(DOWNLOADED)).isEqualTo("- - - - 3/0 2/11 - - 0/10 0/0");
    assertThat(ways(UPDATING)).isEqualTo("- - - - - - 0/1 0/8 - -");
  }

  @Test
  void aResultKeepsWhatItIsAboutAndWaitsToBeTold() {
    Journal failed = Machine.next(UPDATING, new Signal.Outcome(false, "ill")).orElseThrow();
    assertThat(failed.id()).isEqualTo("id-1");
    assertThat(failed.version()).isEqualTo("1.1.0");
    assertThat(failed.payload()).isEqualTo("a".repeat(64));
    assertThat(failed.reason()).isEqualTo("ill");
    assertThat(failed.told()).isFalse();
    assertThat(Machine.next(failed, new Signal.Told()).orElseThrow().told()).isTrue();
  }

  @Test
  void everyStateThatWaitsHasADeadline() {
    assertThat(after(DOWNLOADING, Machine.DOWNLOADING_MAX)).isEqualTo("1/0");
    assertThat(after(DOWNLOADING, Machine.DOWNLOADING_MAX.plusMillis(1))).isEqualTo("0/4");
    assertThat(after(DOWNLOADED, Machine.DOWNLOADED_MAX)).isEqualTo("2/0");
    assertThat(after(DOWNLOADED, Machine.DOWNLOADED_MAX.plusMillis(1))).isEqualTo("0/10");
    Journal waited = passed(UPDATING, Machine.UNANSWERED_MAX);
    assertThat(Machine.unanswered(waited)).isFalse();
    assertThat(Machine.unanswered(passed(waited, Duration.ofMillis(1)))).isTrue();
    assertThat(after(UPDATING, Machine.SUPERVISED_MAX)).isEqualTo("3/0");
    assertThat(after(UPDATING, Machine.SUPERVISED_MAX.plusMillis(1))).isEqualTo("0/8");
    assertThat(passed(Journal.EMPTY, Duration.ofDays(365))).isEqualTo(Journal.EMPTY);
  }

  private static Journal passed(Journal from, Duration time) {
    return Machine.next(from, new Signal.Passed(time)).orElseThrow();
  }

  private static String after(Journal from, Duration time) {
    Journal journal = passed(from, time);
    return journal.state().number() + "/" + journal.result().number();
  }

  @Test
  void attemptsAreBounded() {
    Journal journal = DOWNLOADING;
    for (int i = 0; i < Machine.ATTEMPTS_MAX; i++) {
      journal = Machine.next(journal, new Signal.Attempt("tag")).orElseThrow();
      assertThat(journal.state()).isEqualTo(UpdateState.DOWNLOADING);
    }
    assertThat(Machine.next(journal, new Signal.Attempt("tag")).orElseThrow().result())
        .isEqualTo(ResultCode.CONNECTION_LOST);
  }

  @Test
  void aJournalIsReadAsItWasWritten() {
    for (Journal journal :
        List.of(
            Journal.EMPTY,
            DOWNLOADING,
            DOWNLOADED,
            UPDATING,
            Machine.next(UPDATING, new Signal.Outcome(false, "ill = bad")).orElseThrow())) {
      assertThat(Journal.read(KeyValues.parse(journal.write().bytes()))).isEqualTo(journal);
    }
  }

  // After a return, the old version reads what the new one wrote.
  @Test
  void keysOfALaterVersionArePassedOver() {
    byte[] later =
        (new String(UPDATING.write().bytes(), java.nio.charset.StandardCharsets.US_ASCII)
                + "mood=good\n")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(Journal.read(KeyValues.parse(later))).isEqualTo(UPDATING);
  }

  @Test
  void versionsHaveAnOrder() {
    List<String> ordered =
        List.of(
            "0.9.0",
            "1.0.0-SNAPSHOT",
            "1.0.0-alpha",
            "1.0.0-rc",
            "1.0.0-rc2",
            "1.0.0-rc10",
            "1.0.0",
            "1.0.1",
            "1.2.0",
            "1.10.0",
            "2.0.0");
    for (int i = 0; i < ordered.size(); i++) {
      Version one = Version.parse(ordered.get(i));
      assertThat(one).hasToString(ordered.get(i));
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Integer.signum(one.compareTo(Version.parse(ordered.get(j)))))
            .as("%s to %s", one, ordered.get(j))
            .isEqualTo(Integer.signum(Integer.compare(i, j)));
      }
    }
    for (String wrong :
        List.of(
            "",
            "1",
            "1.0",
            "01.0.0",
            "1.0.0-",
            "1.0.0-1",
            "1.0.0.0",
            "../../x",
            "1.0.0\n",
            "999999.0.0")) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Version.parse(wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a form such as 1.4.0");
    }
  }

  @Test
  void hardwareIsMatchedPartByPart() {
    var pi = new Hardware("linux", "aarch64", "raspberry-pi-4-model-b-rev-1.4");
    for (String pattern :
        List.of(
            "linux/aarch64/*",
            "*/*/*",
            "linux/*/raspberry-pi-4*",
            "linux/aarch64/raspberry-pi-4-model-b-rev-1.4")) {
      assertThat(pi.matches(pattern)).as(pattern).isTrue();
    }
    for (String pattern :
        List.of(
            "linux/arm/*",
            "linux/aarch64",
            "linux/aarch64/*/*",
            "linux/aarch64/raspberry-pi-5*",
            "*",
            "",
            "linux/a*4/*")) {
      assertThat(pi.matches(pattern)).as(pattern).isFalse();
    }
    assertThat(Hardware.plain("Raspberry Pi 4 Model B Rev 1.4\0"))
        .isEqualTo("raspberry-pi-4-model-b-rev-1.4");
    assertThat(Hardware.plain("")).isEqualTo("unknown");
    assertThat(Set.of(Hardware.here().os())).isNotEmpty();
  }
}
