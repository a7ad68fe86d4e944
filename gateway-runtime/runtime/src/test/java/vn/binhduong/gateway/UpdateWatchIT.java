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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.update.UpdateSettings;

/// The gateway's part in an update of itself, with the files that gateway and supervisor leave each
/// other.
class UpdateWatchIT {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path root = Path.of("");
  private final HealthBoard health = new HealthBoard(InstantSource.fixed(Instant.EPOCH));
  private final List<GatewayEvent> events = new ArrayList<>();
  private final List<UpdateWatch> watches = new ArrayList<>();
  private long nanos;

  @BeforeEach
  void directories() throws IOException {
    for (String name : List.of("releases/1.0.0", "releases/1.1.0", "inbox", "supervisor")) {
      Files.createDirectories(root.resolve(name));
    }
    health.set("store", HealthState.OK, "");
    health.set("uplink", HealthState.OK, "");
    health.set("device/wx1", HealthState.OK, "");
  }

  @AfterEach
  void close() {
    watches.forEach(UpdateWatch::close);
  }

  private UpdateWatch watch(String version) {
    var watch =
        new UpdateWatch(
            new UpdateSettings(root, null, 256),
            version,
            health,
            uri -> Optional.empty(),
            nanos,
            events::add);
    watches.add(watch);
    return watch;
  }

  private void look(UpdateWatch watch, Duration uptime) {
    nanos += Duration.ofMinutes(1).toNanos();
    watch.look(nanos, uptime);
  }

  private void trial(String version) throws IOException {
    Files.writeString(
        root.resolve("supervisor/trial"), "id=u1\nversion=" + version + "\nfrom=1.0.0\n");
  }

  @Test
  void theVersionOnTrialConfirmsItselfOnceItIsAsGoodAsTheOneBefore() throws IOException {
    look(watch("1.0.0"), LONG);
    assertThat(root.resolve("inbox/health")).hasContent("OK device/wx1\nOK store\nOK uplink");

    trial("1.1.0");
    UpdateWatch later = watch("1.1.0");
    health.set("uplink", HealthState.UNAVAILABLE, "no broker");
    look(later, LONG);
    assertThat(root.resolve("inbox/confirmed")).doesNotExist();
    // What it is compared with stays that of the version before.
    assertThat(root.resolve("inbox/health")).hasContent("OK device/wx1\nOK store\nOK uplink");

    health.set("uplink", HealthState.OK, "");
    look(later, Duration.ofSeconds(5));
    assertThat(root.resolve("inbox/confirmed")).doesNotExist();
    look(later, LONG);
    assertThat(root.resolve("inbox/confirmed"))
        .hasContent(
            "id=u1\nversion=1.1.0\nreason=store and schedule run, and nothing is worse than before");
  }

  // A picture of an earlier run says that the uplink worked; now nothing does.
  @Test
  void aPictureInWhichNothingWorksTakesThePlaceOfAnOlderOne() throws IOException {
    Files.writeString(root.resolve("inbox/health"), "OK store\nOK uplink\n");
    for (String part : List.of("store", "uplink", "device/wx1")) {
      health.set(part, HealthState.UNAVAILABLE, "");
    }
    look(watch("1.0.0"), LONG);
    assertThat(root.resolve("inbox/health"))
        .hasContent("UNAVAILABLE device/wx1\nUNAVAILABLE store\nUNAVAILABLE uplink");
  }

  // The old process may still run when the trial begins; it must not speak for the new one.
  @Test
  void noOtherVersionConfirms() throws IOException {
    trial("1.1.0");
    look(watch("1.0.0"), LONG);
    assertThat(root.resolve("inbox/confirmed")).doesNotExist();
  }

  @Test
  void everyStepBecomesAnEvent() throws IOException {
    UpdateWatch watch = watch("1.0.0");
    String journal = "id=u1\nversion=1.1.0\nsource=file\ntold=false\n";
    Files.writeString(
        root.resolve("inbox/journal"), "state=DOWNLOADED\nresult=INITIAL\n" + journal);
    look(watch, LONG);
    look(watch, LONG);
    Files.writeString(root.resolve("inbox/journal"), "state=UPDATING\nresult=INITIAL\n" + journal);
    look(watch, LONG);
    Files.writeString(
        root.resolve("supervisor/outcome"), "id=u1\nversion=1.1.0\nresult=8\nreason=it hangs\n");
    look(watch, LONG);
    look(watch, LONG);
    assertThat(events)
        .containsExactly(
            new GatewayEvent.UpdateResult(
                GatewayEvent.UpdateOutcome.INSTALLED, "1.1.0", "verified, stands in its slot"),
            new GatewayEvent.UpdateResult(
                GatewayEvent.UpdateOutcome.STARTED, "1.1.0", "the supervisor was asked to switch"),
            new GatewayEvent.UpdateResult(
                GatewayEvent.UpdateOutcome.REVERTED, "1.1.0", "result 8: it hangs"));
  }

  @Test
  void whereTheProgramIsNotInSlotsNothingHappens() throws IOException {
    root = root.resolve("elsewhere");
    look(watch("1.0.0"), LONG);
    assertThat(events).isEmpty();
    assertThat(root).doesNotExist();
  }
}
