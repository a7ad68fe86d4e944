package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OctetString;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.snmp.Ntcip1209Settings.FirstPeriod;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.RecordingLogger;

/// What the driver makes of the tables of a sensor, poll by poll.
class Ntcip1209DriverTest {
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private static DriverHarness<Ntcip1209Settings> device(
      TableLink link, FirstPeriod firstPeriod, Integer... zones) {
    return new DriverHarness<>(
            new Ntcip1209Factory(), new Ntcip1209Settings(List.of(zones), List.of(), firstPeriod))
        .link(() -> link);
  }

  /// One zone whose sequence numbers are these, the first at opening, one more per poll.
  private static TableLink zoneOne(long... sequences) {
    return new TableLink(
        LongStream.of(sequences)
            .mapToObj(number -> new TableLink.Table().row(1, 0, 17, 123, 415, 2, (int) number))
            .toArray(TableLink.Table[]::new));
  }

  private static List<EmittedSample> polls(DriverHarness<?> device, int count) throws Exception {
    var samples = new ArrayList<EmittedSample>();
    for (int i = 0; i < count; i++) {
      device.advance(PERIOD);
      samples.addAll(device.poll());
    }
    assertThat(device.violations()).isEmpty();
    return samples;
  }

  private static List<String> log(DriverHarness<?> device) {
    return device.logger().lines().stream().map(RecordingLogger.Line::text).toList();
  }

  @Test
  void valuesStatusAndTime() throws Exception {
    try (var device = device(zoneOne(811, 811), FirstPeriod.EMIT, 1)) {
      device.open();
      EmittedSample sample = polls(device, 1).getFirst();
      assertThat(sample.value("z1_volume")).isEqualTo(17);
      assertThat(sample.value("z1_occupancy")).isEqualTo(12.3);
      assertThat(sample.value("z1_speed")).isEqualTo(41.5);
      assertThat(sample.value("z1_status")).isEqualTo(2);
      assertThat(sample.at()).isEqualTo(device.clock().instant());
    }
  }

  // Counted twice, a period would be traffic that never was.
  @Test
  void periodIsEmittedOnce() throws Exception {
    try (var device = device(zoneOne(811, 811, 811, 811, 812, 812), FirstPeriod.EMIT, 1)) {
      device.open();
      assertThat(polls(device, 5)).hasSize(2);
      assertThat(log(device)).isEmpty();
    }
  }

  @Test
  void completePeriodIsSkippedWhereTold() throws Exception {
    try (var device = device(zoneOne(811, 811, 811, 812), FirstPeriod.SKIP, 1)) {
      device.open();
      assertThat(polls(device, 1)).isEmpty();
      assertThat(polls(device, 1)).hasSize(1);
    }
  }

  // Told when it begins and when it is over, not each time; nothing is made up in between.
  @Test
  void missedPeriodsAreToldAndNotInvented() throws Exception {
    try (var device = device(zoneOne(5, 5, 8, 11, 12, 13), FirstPeriod.EMIT, 1)) {
      device.open();
      assertThat(polls(device, 5)).hasSize(5);
      assertThat(log(device))
          .containsExactly(
              "zone 1: the sequence number went from 5 to 8, 2 periods passed unseen; the device"
                  + " must be polled at least once per period",
              "zone 1: periods follow one another again, 4 passed unseen");
    }
  }

  @Test
  void sensorThatCountsAnewGoesOn() throws Exception {
    try (var device = device(zoneOne(65_535, 65_535, 0, 1), FirstPeriod.EMIT, 1)) {
      device.open();
      assertThat(polls(device, 3)).hasSize(3);
      assertThat(log(device))
          .containsExactly(
              "zone 1: the sequence number went from 65535 to 0, the sensor began to count anew");
    }
  }

  @Test
  void zonesEndTheirPeriodsByThemselves() throws Exception {
    var link =
        new TableLink(
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5).row(2, 0, 2, 2, 2, 2, 9),
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5).row(2, 0, 2, 2, 2, 2, 9),
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5).row(2, 0, 3, 3, 3, 2, 10));
    try (var device = device(link, FirstPeriod.EMIT, 1, 2)) {
      device.open();
      List<EmittedSample> samples = polls(device, 2);
      assertThat(samples.get(0).readings()).hasSize(8);
      assertThat(samples.get(1).readings())
          .extracting(reading -> reading.channel().name())
          .containsExactly("z2_volume", "z2_occupancy", "z2_speed", "z2_status");
    }
  }

  @Test
  void classesHaveChannelsOfTheirOwnAndTravelInTheSameRequest() throws Exception {
    var table = new TableLink.Table().row(3, 0, 20, 100, 400, 2, 1).row(3, 2, 4, 30, 350, 2, 1);
    var link = new TableLink(table, table);
    var settings = new Ntcip1209Settings(List.of(3), List.of(2), FirstPeriod.EMIT);
    try (var device = new DriverHarness<>(new Ntcip1209Factory(), settings).link(() -> link)) {
      Driver driver = device.open();
      assertThat(driver.channels())
          .extracting(Channel::name)
          .containsExactly(
              "z3_volume",
              "z3_occupancy",
              "z3_speed",
              "z3_status",
              "z3_c2_volume",
              "z3_c2_occupancy",
              "z3_c2_speed",
              "z3_c2_status");
      EmittedSample sample = polls(device, 1).getFirst();
      assertThat(sample.value("z3_volume")).isEqualTo(20);
      assertThat(sample.value("z3_c2_volume")).isEqualTo(4);
      assertThat(link.requests().getLast()).hasSize(10);
    }
  }

  // One zone that was taken out of the sensor must not silence the others, nor fill the log.
  @Test
  void absentZoneIsBadAndToldOnce() throws Exception {
    var both = new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5).row(2, 0, 2, 2, 2, 2, 5);
    var link =
        new TableLink(
            both,
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5),
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 6),
            both);
    try (var device = device(link, FirstPeriod.EMIT, 1, 2)) {
      device.open();
      List<EmittedSample> samples = polls(device, 2);
      assertThat(samples).allMatch(sample -> sample.quality("z1_volume") == Quality.GOOD);
      assertThat(samples).allMatch(sample -> sample.quality("z2_volume") == Quality.BAD_SENSOR);
      polls(device, 1);
      assertThat(log(device))
          .containsExactly(
              "zone 2: no volume (noSuchInstance): the sensor has no such zone or class, or no"
                  + " complete period yet",
              "zone 2: can be read again",
              "zone 1: the sequence number went from 6 to 5, the sensor began to count anew");
    }
  }

  @Test
  void silenceAfterAGoodZoneEndsThePoll() throws Exception {
    DriverException silence = DriverException.unavailable("no answer");
    var link =
        new TableLink(
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5),
            new TableLink.Table()
                .row(1, 0, 1, 1, 1, 2, 5)
                .failing(SampleRow.objects(2, 0).getFirst(), silence)
                .row(3, 0, 1, 1, 1, 2, 5));
    try (var device = device(link, FirstPeriod.EMIT, 1, 2, 3)) {
      device.open();
      int before = link.requests().size();
      EmittedSample sample = polls(device, 1).getFirst();
      assertThat(sample.quality("z1_volume")).isEqualTo(Quality.GOOD);
      assertThat(sample.quality("z2_status")).isEqualTo(Quality.BAD_LINK);
      assertThat(sample.quality("z3_speed")).isEqualTo(Quality.BAD_LINK);
      assertThat(link.requests()).hasSize(before + 2);
    }
  }

  // What a zone answers with an error costs no time: the others are still worth asking.
  @Test
  void errorOfOneZoneLeavesTheOthers() throws Exception {
    DriverException error = DriverException.protocol("error-status 5");
    var link =
        new TableLink(
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5),
            new TableLink.Table()
                .failing(SampleRow.objects(1, 0).getFirst(), error)
                .row(2, 0, 1, 1, 1, 2, 5));
    try (var device = device(link, FirstPeriod.EMIT, 1, 2)) {
      device.open();
      EmittedSample sample = polls(device, 1).getFirst();
      assertThat(sample.quality("z1_volume")).isEqualTo(Quality.BAD_LINK);
      assertThat(sample.quality("z2_volume")).isEqualTo(Quality.GOOD);
    }
  }

  @Test
  void silenceOfAllIsThrown() throws Exception {
    DriverException silence = DriverException.unavailable("no answer");
    var link =
        new TableLink(
            new TableLink.Table().row(1, 0, 1, 1, 1, 2, 5),
            new TableLink.Table().failing(SampleRow.objects(1, 0).getFirst(), silence));
    try (var device = device(link, FirstPeriod.EMIT, 1, 2)) {
      device.open();
      assertThatThrownBy(device::poll).isSameAs(silence);
      assertThat(device.samples()).isEmpty();
    }
  }

  @Test
  void openingSaysWhoItIs() throws Exception {
    var table =
        new TableLink.Table()
            .with(AgentIdentity.SYS_DESCR, new OctetString("Radar\r\n 2000 \u0007 v1.2"))
            .with(AgentIdentity.SYS_NAME, new OctetString("QL13-km4"))
            .row(1, 0, 1, 1, 1, 2, 5);
    try (var device = device(new TableLink(table), FirstPeriod.EMIT, 1)) {
      assertThat(device.open().identity())
          .isEqualTo(new Driver.Identity("", "Radar 2000 v1.2", "QL13-km4", ""));
    }
  }

  @Test
  void agentWithoutTheTableIsMisconfigured() throws Exception {
    var table = new TableLink.Table().with(SampleRow.objects(1, 0).getFirst(), Null.noSuchObject);
    try (var device = device(new TableLink(table), FirstPeriod.EMIT, 1)) {
      assertThatThrownBy(device::open)
          .hasMessage(
              "snmp test: zone 1: no volume (noSuchObject): the agent has no sampleDataTable of"
                  + " NTCIP 1209")
          .isInstanceOfSatisfying(
              DriverException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED));
    }
    try (var device = device(new TableLink(new TableLink.Table()), FirstPeriod.EMIT, 1)) {
      assertThatThrownBy(device::open)
          .isInstanceOfSatisfying(
              DriverException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL));
    }
  }
}
