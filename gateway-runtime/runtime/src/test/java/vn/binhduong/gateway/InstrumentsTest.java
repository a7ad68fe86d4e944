package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.Sample;

class InstrumentsTest {
  private static final Channel T = new Channel("temperature", Unit.CELSIUS, -40, 85, "air");
  private static final Channel RH = new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "air");

  @TempDir private Path directory = Path.of("");
  private final GatewayClock clock = GatewayClock.trusting();
  private final List<GatewayEvent> told = new ArrayList<>();
  private String device = "";

  @BeforeEach
  void plain() {
    device = "calibration: {serial: A-1, date: 2020-01-01, channels: {temperature: {offset: 1.5}}}";
  }

  private Instruments instruments() throws Exception {
    Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        gateway: {id: BD-GW-1, profile: demo, data-directory: %s}
        uplink: {broker: mqtt://127.0.0.1:1}
        devices:
          wx1:
            driver: sim-weather
            %s
        """
            .formatted(directory, device),
        StandardCharsets.UTF_8);
    Path file = directory.resolve("gateway.yaml");
    Loaded loaded =
        new ConfigLoader(Catalogue.beside(Gateway.class.getClassLoader(), file)).check(file);
    Configuration configuration = ((Loaded.Ready) loaded).configuration();
    assertThat(configuration.problems()).isEmpty();
    return new Instruments(
        configuration, directory, clock, AlarmBook.read(directory, told::add), told::add);
  }

  private static DeviceInfo info(String serial) {
    return new DeviceInfo(
        "wx1", "simulated", new Driver.Identity("M", "T", serial, ""), true, List.of(T, RH));
  }

  private Sample sample() {
    return new Sample(
        "wx1",
        clock.now(),
        List.of(new Reading(T, 20, Quality.GOOD), new Reading(RH, Double.NaN, Quality.BAD_SENSOR)));
  }

  private List<String> codes() {
    return told.stream()
        .map(
            event ->
                switch (event) {
                  case GatewayEvent.Alarm alarm ->
                      (alarm.active() ? "+" : "-") + alarm.code() + ": " + alarm.text();
                  case GatewayEvent.Replaced replaced ->
                      replaced.former() + " -> " + replaced.serial();
                  default -> event.toString();
                })
        .toList();
  }

  @Test
  void theInstrumentOfTheCalibrationIsCorrected() throws Exception {
    Instruments instruments = instruments();
    instruments.opened(info("A-1"));
    assertThat(instruments.measured(sample()).readings())
        .containsExactly(
            new Reading(T, 21.5, Quality.GOOD), new Reading(RH, Double.NaN, Quality.BAD_SENSOR));
    assertThat(instruments.shown("wx1").orElseThrow().readings().getFirst().value()).isEqualTo(20);
    assertThat(told).isEmpty();
  }

  // The correction of one instrument on the values of another would be worse than none.
  @Test
  void anotherInstrumentIsNotCorrectedAndTold() throws Exception {
    Instruments instruments = instruments();
    instruments.opened(info("B-2"));
    assertThat(instruments.corrected(sample()).readings().getFirst().value()).isEqualTo(20);
    assertThat(instruments.of("wx1").calibration()).isNull();
    assertThat(codes())
        .containsExactly(
            "+calibration-unused: the calibration is of A-1, the instrument is B-2; its values are"
                + " not corrected");
    told.clear();
    instruments.opened(info("A-1"));
    assertThat(codes())
        .containsExactly("-calibration-unused: all of the calibration is used", "B-2 -> A-1");
  }

  // Replaced while the gateway was off, told by the next process; once.
  @Test
  void aReplacementIsToldOnce() throws Exception {
    Instruments first = instruments();
    first.opened(info("A-1"));
    first.opened(info("A-1"));
    first.close();
    Instruments second = instruments();
    second.opened(info("B-2"));
    assertThat(codes()).contains("A-1 -> B-2");
    second.close();
    told.clear();
    instruments().opened(info("B-2"));
    assertThat(codes()).doesNotContain("A-1 -> B-2");
  }

  // Most instruments do not tell their serial; then a person does.
  @Test
  void theSerialOfTheConfigurationStandsInForOneThatIsNotTold() throws Exception {
    device = "serial: A-1";
    Instruments first = instruments();
    first.opened(info(""));
    assertThat(first.of("wx1").serial()).isEqualTo("A-1");
    first.close();
    device = "serial: B-2";
    Instruments second = instruments();
    second.opened(info(""));
    assertThat(codes()).containsExactly("A-1 -> B-2");
  }

  @Test
  void aChannelThatIsNotThereIsTold() throws Exception {
    device = "calibration: {serial: A-1, date: 2020-01-01, channels: {temprature: {offset: 1}}}";
    Instruments instruments = instruments();
    instruments.opened(info("A-1"));
    assertThat(codes())
        .containsExactly(
            "+calibration-unused: the calibration corrects temprature, which is not measured: there"
                + " are temperature, humidity");
  }

  @Test
  void readingsAreMarkedWhileSomebodyWorks() throws Exception {
    Instruments instruments = instruments();
    instruments.opened(info("A-1"));
    instruments.begin("wx1", Duration.ofMinutes(30), "user an");
    instruments.look();
    assertThat(instruments.corrected(sample()).readings())
        .containsExactly(
            new Reading(T, 21.5, Quality.CALIBRATING),
            new Reading(RH, Double.NaN, Quality.BAD_SENSOR));
    // The next process goes on.
    Instruments next = instruments();
    assertThat(next.corrected(sample()).readings().getFirst().quality())
        .isEqualTo(Quality.CALIBRATING);
    instruments.end("wx1", "user an");
    assertThat(instruments.corrected(sample()).readings().getFirst().quality())
        .isEqualTo(Quality.GOOD);
    assertThat(codes())
        .containsExactly(
            "+calibrating: readings are marked CALIBRATING for at most 30 min, asked for by user"
                + " an",
            "-calibrating: ended by user an");
  }

  @Test
  void whatIsDueIsToldOnceAndEndsWithTheNextCalibration() throws Exception {
    LocalDate today = LocalDate.now(java.time.ZoneId.systemDefault());
    device = "calibration: {date: 2020-01-01, due: %s}".formatted(today.plusDays(12));
    Instruments near = instruments();
    near.look();
    near.look();
    assertThat(codes())
        .containsExactly(
            "+calibration-due: calibration is due on %s, in 12 days".formatted(today.plusDays(12)));
    told.clear();
    device = "calibration: {date: 2020-01-01, due: %s}".formatted(today.minusDays(1));
    instruments().look();
    assertThat(codes())
        .containsExactly(
            "+calibration-overdue: calibration was due on %s, 1 days ago"
                .formatted(today.minusDays(1)));
    told.clear();
    device =
        """
        calibration: {serial: A-1, date: 2020-01-01, due: %s,
              channels: {temperature: {gain: 1, due: %s}}}"""
            .formatted(today.plusDays(400), today.plusDays(30));
    instruments().look();
    assertThat(codes())
        .containsExactly(
            "+calibration-due: calibration is due on %s, in 30 days".formatted(today.plusDays(30)));
    told.clear();
    device = "calibration: {date: 2020-01-01, due: %s}".formatted(today.plusDays(31));
    instruments().look();
    assertThat(told).isEmpty();
  }

  // What the IOC asks for.
  @Test
  void theCommandMarksAndEnds() throws Exception {
    Instruments instruments = instruments();
    var commands =
        new Commands(
            () -> {
              throw new AssertionError("not asked for");
            },
            () -> {
              throw new AssertionError("not asked for");
            },
            instruments);
    long expires = Long.MAX_VALUE >> 16;
    assertThat(commands.answer(new Command.Calibrate("r-1", expires, "wx1", 1800)).toString())
        .contains("status=OK", "\"dev\":\"wx1\",\"leftS\":1799");
    assertThat(instruments.corrected(sample()).readings().getFirst().quality())
        .isEqualTo(Quality.CALIBRATING);
    assertThat(commands.answer(new Command.Calibrate("r-2", expires, "wx9", 1800)).toString())
        .contains("status=INVALID", "wx9");
    assertThat(commands.answer(new Command.Calibrate("r-3", expires, "wx1", 0)).toString())
        .contains("\"leftS\":0");
    assertThat(instruments.corrected(sample()).readings().getFirst().quality())
        .isEqualTo(Quality.GOOD);
    assertThat(codes()).last().isEqualTo("-calibrating: ended by cmd r-3");
  }

  // What cannot be read may still be read by a person.
  @Test
  void aDamagedFileIsPutAside() throws Exception {
    Files.write(directory.resolve("instruments.json"), new byte[1024]);
    instruments().opened(info("A-1"));
    assertThat(directory.resolve("instruments.json.damaged")).hasBinaryContent(new byte[1024]);
    assertThat(told).isEmpty();
  }

  // A disk that was full while the file was due: the serial is kept when there is room again.
  @Test
  void aSerialThatCouldNotBeWrittenIsTriedAgain() throws Exception {
    Path file = directory.resolve("instruments.json");
    Instruments first = instruments();
    Files.createDirectories(file.resolve("in the way"));
    first.opened(info("A-1"));
    first.close();
    Files.delete(file.resolve("in the way"));
    Files.delete(file);
    first.close();
    assertThat(file).content().contains("A-1");
  }
}
