package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreReader;
import vn.binhduong.gateway.store.StoreSettings;
import vn.binhduong.gateway.store.Stored;

/// The example of `docs/edge-processing.md`, run as it stands there: only the data directory and
/// the periods are the test's own.
class EdgeExampleIT {
  private static final Path PAGE = Path.of("../../docs/edge-processing.md");
  private static final int STORED_MAX = 1000;

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void writeExample() throws IOException {
    Matcher block =
        Pattern.compile("<!-- example: gateway.yaml -->\n```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as("the page has an example").isTrue();
    String yaml = block.group(1);
    yaml =
        with(yaml, "data-directory: data", "data-directory: '" + directory.resolve("data") + "'");
    yaml = with(yaml, "every: 10s", "every: 200ms");
    yaml = with(yaml, "every: 1s", "every: 100ms");
    yaml = with(yaml, "levels: 1min", "levels: 1s");
    file = directory.resolve("gateway.yaml");
    Files.writeString(file, yaml + "metrics: {port: 0}\n");
  }

  private static String with(String text, String written, String used) {
    assertThat(text).contains(written);
    return text.replace(written, used);
  }

  private Configuration configuration() {
    Loaded loaded =
        new ConfigLoader(Catalogue.of(Main.class.getClassLoader()))
            .load(file, directory.resolve("data"));
    if (loaded instanceof Loaded.Ready(Configuration configuration)) {
      assertThat(configuration.problems()).isEmpty();
      return configuration;
    }
    throw new AssertionError(loaded.toString());
  }

  private List<Stored> newest(String device) {
    try {
      return StoreReader.open(directory.resolve("data"))
          .newest(device::equals, entry -> true, entry -> false, STORED_MAX);
    } catch (IOException e) {
      return List.of(); // not yet there
    }
  }

  private List<String> channels(String device) {
    List<String> names = new ArrayList<>();
    for (Stored stored : newest(device)) {
      if (stored.entry() instanceof Sample sample) {
        sample.readings().forEach(reading -> names.add(reading.channel().name()));
      }
    }
    return names;
  }

  private List<GatewayEvent.Alarm> alarms(String code) throws Exception {
    List<GatewayEvent.Alarm> alarms = new ArrayList<>();
    for (Stored stored : newest("gateway")) {
      if (stored.entry() instanceof Event event
          && GatewayEvent.parse(event.kind(), event.json()) instanceof GatewayEvent.Alarm alarm
          && alarm.code().equals(code)) {
        alarms.add(alarm);
      }
    }
    return alarms;
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(Duration.ofMillis(50));
    }
  }

  private void runUntil(String what, BooleanSupplier condition) throws InterruptedException {
    try (Gateway gateway = Gateway.start(configuration(), file, why -> {})) {
      assertThat(gateway).isNotNull();
      await(what, condition);
    }
  }

  // What the page promises must happen, and a restart must not raise what holds already.
  @Test
  @Timeout(120)
  void theExampleIsComputedAndAlarmed() throws Exception {
    runUntil(
        "levels and derived channels are stored",
        () ->
            channels("snd1").contains("level_eq")
                && channels("wx1").contains("sea_level_pressure"));
    assertThat(channels("wx1")).contains("t", "dew_point", "sea_level_pressure");
    assertThat(channels("snd1")).contains("level_90", "level_eq.n").doesNotContain("level");
    assertThat(alarms("muggy"))
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.active()).isTrue();
              assertThat(alarm.device()).isEqualTo("wx1");
              assertThat(alarm.severity()).isEqualTo(GatewayEvent.Severity.INFO);
              assertThat(alarm.text()).matches("dew_point -?[0-9.]+ Cel is above -60.0 Cel");
            });

    int before = newest("wx1").size();
    runUntil("read again after the restart", () -> newest("wx1").size() > before + 5);
    assertThat(alarms("muggy")).hasSize(1);

    Files.writeString(
        file,
        with(
            Files.readString(file),
            "muggy: {channel: dew_point, above: -60, hysteresis: 0.5, off-delay: 10min, severity: info}",
            "other: {channel: t, above: 100}"));
    runUntil("the alarm that is no longer configured is ended", () -> endsOf("muggy") == 1);
  }

  // A consumer learns from the birth message what the channels mean; what is not in it is ignored.
  @Test
  void theCatalogueNamesWhatIsComputed() throws Exception {
    Channel level = new Channel("level", Unit.DECIBEL, 30, 130, "Sound level");
    try (Store store =
        Store.open(
            Settings.standard().defaults(StoreSettings.class),
            directory.resolve("store"),
            GatewayClock::bootTime,
            () -> Instant.EPOCH)) {
      Births births =
          new Births(
              Build.current(),
              configuration(),
              device -> new Instruments.Known("", false, null, Map.of(), ""),
              store,
              new HealthBoard(InstantSource.system()),
              GatewayClock.bootTime(),
              at -> 0,
              () -> null);
      births.opened(
          new DeviceInfo("snd1", "sim-sound", Driver.Identity.UNKNOWN, true, List.of(level)),
          GatewayClock.bootTime());
      assertThat(births.all().get(1).channels())
          .extracting(Birth.Channel::name)
          .containsExactly("level", "level_eq", "level_10", "level_50", "level_90", "level_max");
    }
  }

  private int endsOf(String code) {
    try {
      return (int) alarms(code).stream().filter(alarm -> !alarm.active()).count();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
