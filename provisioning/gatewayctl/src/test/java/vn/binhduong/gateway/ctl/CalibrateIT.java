package vn.binhduong.gateway.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.Gateway;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.StoreReader;
import vn.binhduong.gateway.store.Stored;

/// A calibration from beginning to end, as a technician does it, on a whole gateway in this
/// process.
@Timeout(180)
class CalibrateIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STORED_MAX = 2000;

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");
  private Gateway gateway;
  private final List<String> restarts = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void begin() throws Exception {
    file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        gateway: {id: BD-GW-1, profile: demo, data-directory: %s}
        uplink: {broker: "mqtt://127.0.0.1:1"}
        store: {commit-interval: 50ms}
        metrics: {port: 0}
        devices:
          # on the roof
          wx1: {driver: sim-weather, every: 200ms}
        """
            .formatted(directory.resolve("data")));
    gateway = start();
  }

  private Gateway start() throws InterruptedException {
    Loaded loaded = new ConfigLoader(Catalogue.of(Gateway.class.getClassLoader())).check(file);
    return Gateway.start(((Loaded.Ready) loaded).configuration(), file, restarts::add);
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("--config", file.toString(), "calibrate"));
    all.addAll(List.of(arguments));
    return GatewayCtl.run(
        new PrintWriter(out),
        new PrintWriter(err),
        InstantSource.system(),
        all.toArray(String[]::new));
  }

  private List<Stored> stored() {
    try {
      return StoreReader.open(directory.resolve("data"))
          .newest(any -> true, entry -> true, entry -> false, STORED_MAX);
    } catch (IOException e) {
      return List.of(); // not yet there
    }
  }

  private List<Reading> temperatures() {
    return stored().stream()
        .filter(each -> each.entry() instanceof Sample)
        .map(each -> ((Sample) each.entry()).readings().getFirst())
        .toList();
  }

  private boolean told(String part) {
    return stored().stream()
        .anyMatch(each -> each.entry() instanceof Event event && event.json().contains(part));
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("within %s", PATIENCE).isNegative();
      Thread.sleep(50);
    }
  }

  @Test
  void fromTheMarkToTheCorrectedValue() throws Exception {
    until(() -> !temperatures().isEmpty());
    assertThat(run()).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("wx1     SIM-1   -           -    -            as shown");

    assertThat(run("start", "wx1", "--for", "10min")).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("wx1: readings are marked CALIBRATING for at most 10 min");
    until(() -> told("\"code\":\"calibrating\",\"severity\":\"info\",\"active\":true"));
    until(() -> temperatures().getLast().quality() == Quality.CALIBRATING);

    assertThat(run("point", "wx1", "t", "10", "--samples", "3"))
        .as(err.toString())
        .isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("3 of 3: ").contains("reference 10, error as found");
    double shown = temperatures().getLast().value();

    assertThat(run("finish", "wx1", "--serial", "X-9")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(err.toString()).contains("the instrument says its serial is SIM-1");
    assertThat(run("finish", "wx1", "--certificate", "it's 1", "--due", "2999-01-01", "--no-wait"))
        .as(err.toString())
        .isEqualTo(GatewayCtl.OK);
    until(() -> !restarts.isEmpty());
    gateway.close();
    assertThat(Files.readString(file))
        .contains("# on the roof")
        .contains("serial: 'SIM-1'")
        .contains("certificate: 'it''s 1'");

    gateway = start();
    int before = temperatures().size();
    until(() -> temperatures().size() > before + 3);
    Reading corrected = temperatures().getLast();
    assertThat(corrected.quality()).isEqualTo(Quality.GOOD);
    // The air of the simulation drifts by less than half a degree in a minute.
    assertThat(corrected.value()).isBetween(9.5, 10.5).isNotEqualTo(shown);
    assertThat(run()).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString())
        .contains("2999-01-01")
        .contains("it's 1")
        .contains("t: 1 x shown - ");
  }

  @Test
  void whatCannotBeDoneIsToldInOneSentence() throws Exception {
    until(() -> !temperatures().isEmpty());
    assertThat(run("start", "wx9")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(err.toString()).contains("no device 'wx9'; there are: wx1");
    assertThat(run("start", "wx1", "--for", "soon")).isEqualTo(GatewayCtl.USAGE);
    assertThat(run("start", "wx1", "--for", "10s")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(err.toString()).contains("time: expected 60 to 86400 s, found 10 s");
    assertThat(run("point", "wx1", "t", "10", "--samples", "1")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(err.toString()).contains("nobody works on it; begin with 'calibrate start'");
    assertThat(run("point", "wx1", "temp", "10")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(err.toString()).contains("no channel 'temp' in its sample; there are: t, rh");
    assertThat(run("finish", "wx1")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(err.toString()).contains("no point was taken");
    String untouched = Files.readString(file);
    assertThat(run("start", "wx1")).isEqualTo(GatewayCtl.OK);
    assertThat(run("point", "wx1", "t", "10", "--samples", "1")).isEqualTo(GatewayCtl.OK);
    assertThat(run("finish", "wx1", "--due", "2001-02-31")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(err.toString()).contains("due: expected a day of the calendar, found 2001-02-31");
    assertThat(run("stop", "wx1")).isEqualTo(GatewayCtl.OK);
    assertThat(Files.readString(file)).isEqualTo(untouched);
  }
}
