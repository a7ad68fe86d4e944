package vn.binhduong.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.GatewayEvent.UpdateOutcome;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.update.Blocks;
import vn.binhduong.gateway.update.Confirmation;
import vn.binhduong.gateway.update.Fetcher;
import vn.binhduong.gateway.update.Journal;
import vn.binhduong.gateway.update.ResultCode;
import vn.binhduong.gateway.update.UpdateSettings;
import vn.binhduong.gateway.update.UpdateState;
import vn.binhduong.gateway.update.Updates;

/// The gateway's part in an update of itself: keeps a picture of its health for the next version to
/// be compared with, tells the IOC of each step, and confirms itself when it is the version on
/// trial and is well. Called by one thread.
final class UpdateWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(UpdateWatch.class.getName());

  /// Least time between two looks.
  private static final Duration EVERY = Duration.ofSeconds(2);

  /// How often the picture of health is kept at most, when it has changed; and at once when a
  /// package comes to wait. Who asks for the switch beside this process, as gatewayctl does, leaves
  /// the next version to be compared with one that is this old at most.
  private static final Duration PICTURE_EVERY = Duration.ofSeconds(10);

  private final Updates updates;
  private final String version;
  private final HealthBoard health;
  private final Consumer<GatewayEvent> tell;
  private final boolean present;
  private final @Nullable Fetcher fetcher;
  private long lookedNanos;
  private long keptNanos;

  /// Null until this process has kept one; the file may hold that of an earlier one.
  private @Nullable HealthPicture kept;

  private UpdateState state = UpdateState.IDLE;
  private String said = "";

  /// @param version of this program, as in the manifest of its package
  /// @param blocks reads packages at coaps addresses
  /// @param tell takes an event for the gateway stream
  UpdateWatch(
      UpdateSettings settings,
      String version,
      HealthBoard health,
      Blocks blocks,
      long nowNanos,
      Consumer<GatewayEvent> tell) {
    this.updates = Updates.at(settings.root());
    this.version = version;
    this.health = health;
    this.tell = tell;
    this.present = updates.present();
    this.fetcher = present ? Fetcher.start(updates, settings, blocks) : null;
    this.lookedNanos = nowNanos;
    this.keptNanos = nowNanos;
  }

  /// To be called every second or so; does nothing where the program is not installed in slots.
  ///
  /// @param nowNanos monotonic
  /// @param uptime of this process
  void look(long nowNanos, Duration uptime) {
    Duration passed = Duration.ofNanos(nowNanos - lookedNanos);
    if (!present || passed.compareTo(EVERY) < 0) {
      return;
    }
    lookedNanos = nowNanos;
    try {
      updates.look(passed, this::tell);
      Optional<Updates.Trial> trial = updates.trial();
      if (trial.isEmpty()) {
        keep(nowNanos);
      } else if (trial.get().version().equals(version)) {
        judge(trial.get(), uptime);
      }
    } catch (IOException e) {
      say(Level.WARNING, "update: " + e.getMessage());
    }
  }

  private void judge(Updates.Trial trial, Duration uptime) throws IOException {
    switch (Confirmation.judge(updates.remembered(), picture(), uptime)) {
      case Confirmation.Granted(String reason) -> {
        if (!said.equals(trial.id())) {
          updates.confirm(trial, reason);
          LOG.log(Level.INFO, "update: version {0} confirms itself: {1}", version, reason);
          said = trial.id();
        }
      }
      case Confirmation.Waiting(String reason) ->
          say(Level.INFO, "update: version %s is on trial; %s".formatted(version, reason));
    }
  }

  private void keep(long nowNanos) throws IOException {
    UpdateState was = state;
    state = updates.journal().state();
    boolean waits = state == UpdateState.DOWNLOADED && was != UpdateState.DOWNLOADED;
    if (waits || nowNanos - keptNanos >= PICTURE_EVERY.toNanos()) {
      keptNanos = nowNanos;
      HealthPicture now = picture();
      HealthPicture before = kept;
      if (before == null || !now.working().equals(before.working())) {
        updates.remember(now);
        kept = now;
      }
    }
  }

  private HealthPicture picture() {
    return HealthPicture.of(health);
  }

  /// Once for each change.
  private void say(Level level, String text) {
    if (!text.equals(said)) {
      said = text;
      LOG.log(level, text);
    }
  }

  private void tell(Journal journal) {
    GatewayEvent.UpdateResult event = event(journal);
    LOG.log(Level.INFO, "update: {0} {1}: {2}", event.outcome(), event.version(), event.text());
    tell.accept(event);
  }

  static GatewayEvent.UpdateResult event(Journal journal) {
    String named = journal.version().isEmpty() ? "unknown" : journal.version();
    return switch (journal.state()) {
      case DOWNLOADING, DOWNLOADED ->
          new GatewayEvent.UpdateResult(
              UpdateOutcome.INSTALLED, named, "verified, stands in its slot");
      case UPDATING ->
          new GatewayEvent.UpdateResult(
              UpdateOutcome.STARTED, named, "the supervisor was asked to switch");
      case IDLE ->
          new GatewayEvent.UpdateResult(
              outcome(journal),
              named,
              "result %d: %s".formatted(journal.result().number(), journal.reason()));
    };
  }

  private static UpdateOutcome outcome(Journal journal) {
    if (journal.result() == ResultCode.SUCCESS) {
      return UpdateOutcome.CONFIRMED;
    }
    // The version is known only of a package that was accepted.
    return journal.result() == ResultCode.FAILED && !journal.version().isEmpty()
        ? UpdateOutcome.REVERTED
        : UpdateOutcome.REFUSED;
  }

  /// Stops fetching; what is there stays.
  @Override
  public void close() {
    if (fetcher != null) {
      fetcher.close();
    }
  }
}
