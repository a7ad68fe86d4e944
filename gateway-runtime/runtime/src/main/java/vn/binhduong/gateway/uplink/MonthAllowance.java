package vn.binhduong.gateway.uplink;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.GatewayEvent.Severity;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.WallTime;

/// Keeps a metered link within its month: counts, remembers over restarts, holds backlog back when
/// it has had its share, and says so.
///
/// The count is written once a minute, whenever a thousandth of the budget has passed, and when the
/// uplink is closed: a power cut takes less than that from the count, and writing takes at most a
/// thousand writes a month beside those of the minutes in which something passed. While nobody
/// knows the time, counting goes on in the month and the day that were known last.
///
/// For the uplink thread.
final class MonthAllowance {
  private static final System.Logger LOG = System.getLogger(MonthAllowance.class.getName());

  /// Time between two writes of the count.
  static final long WRITE_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long WRITES_A_MONTH = 1_000;
  private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final double NANOS = 1e9;
  private static final String PAUSED = "month-backlog-paused";
  private static final String SHORT = "month-budget-short";

  private final MonthBudget budget;
  private final MonthFile file;
  private final Meter meter;
  private final Alarms alarms;

  private MonthBudget.@Nullable Count count;
  private boolean read;
  private Instant lastKnown = Instant.EPOCH;
  private MonthBudget.Decision decision = new MonthBudget.Decision(MonthBudget.State.OPEN, 0, 0);
  private long metered;
  private long history;
  private long tickAt = Long.MIN_VALUE;
  private long writtenAt = Long.MIN_VALUE;
  private long writtenUsed = -1;
  private boolean failing;
  private boolean pausedSaid;
  private boolean shortSaid;

  /// Puts an alarm on the gateway stream.
  interface Alarms {
    void raise(String code, Severity severity, boolean active, String text);
  }

  /// @param directory where the count is kept
  MonthAllowance(MonthBudget budget, Path directory, Meter meter, Alarms alarms) {
    this.budget = budget;
    this.file = new MonthFile(directory.resolve("uplink-month"));
    this.meter = meter;
    this.alarms = alarms;
    if (!budget.isMetered()) {
      decision = new MonthBudget.Decision(MonthBudget.State.UNLIMITED, Long.MAX_VALUE, 0);
    }
  }

  /// A message of backlog was sent.
  void sentHistory(int bytes) {
    history += meter.charged(bytes);
  }

  /// Whether backlog may go; what was sent since the last turn counts already.
  boolean allows() {
    return switch (decision.state()) {
      case UNLIMITED -> true;
      case OPEN -> count != null && count.dayHistory() + history < decision.dayShareBytes();
      case DAY_USED, SHORT, USED_UP -> false;
    };
  }

  /// Why no backlog goes, in one sentence; empty when it may.
  String hindrance() {
    MonthBudget.Count counted = count;
    if (allows() || counted == null) {
      return allows() ? "" : "the count of the month is not read yet";
    }
    return switch (decision.state()) {
      case UNLIMITED -> "";
      case OPEN, DAY_USED ->
          "backlog has had its share of today, %s of the %s of this month; it goes on tomorrow"
              .formatted(mib(decision.dayShareBytes()), mib(budget.bytes()));
      case SHORT ->
          "what is left of the month, %s of %s, is kept for live data, which needs %s a day"
              .formatted(
                  mib(budget.bytes() - counted.used()),
                  mib(budget.bytes()),
                  mib(decision.otherPerDayBytes()));
      case USED_UP -> "the month's %s are used up".formatted(mib(budget.bytes()));
    };
  }

  /// What is shown; null when the link is not metered.
  @Nullable MonthFigures figures() {
    MonthBudget.Count counted = count;
    if (!budget.isMetered() || counted == null) {
      return null;
    }
    return new MonthFigures(
        budget.bytes(),
        counted.used(),
        counted.dayHistory(),
        decision.dayShareBytes(),
        decision.otherPerDayBytes(),
        budget.end(counted).toEpochMilli(),
        decision.state().name(),
        hindrance());
  }

  /// Counts what passed; call it about once a second.
  ///
  /// @param backlogWaits whether there is any backlog to be held back
  void tick(WallTime wall, boolean backlogWaits, long now) {
    if (!budget.isMetered() || (tickAt != Long.MIN_VALUE && now - tickAt < TICK_NANOS)) {
      return;
    }
    if (wall.state() != ClockState.UNSYNCED) {
      lastKnown = Instant.ofEpochMilli(wall.epochMillis());
    }
    double seconds = tickAt == Long.MIN_VALUE ? 0 : (now - tickAt) / NANOS;
    tickAt = now;
    MonthBudget.Count counted = read ? count : readOrBegin();
    if (counted == null) {
      return; // no time was ever known: nothing says which month it is
    }
    long all = meter.bytes();
    MonthBudget.Count next =
        (lastKnown.equals(Instant.EPOCH) ? counted : budget.at(counted, lastKnown))
            .plus(all - metered, history, seconds);
    metered = all;
    history = 0;
    count = next;
    decision = budget.decide(next, lastKnown.equals(Instant.EPOCH) ? startOf(next) : lastKnown);
    say(backlogWaits);
    if (writtenAt == Long.MIN_VALUE
        || now - writtenAt >= WRITE_NANOS
        || next.used() - writtenUsed >= budget.bytes() / WRITES_A_MONTH) {
      write(now);
    }
  }

  /// Writes the count: the end is near.
  void close(long now) {
    write(now);
  }

  private MonthBudget.@Nullable Count readOrBegin() {
    boolean timeKnown = !lastKnown.equals(Instant.EPOCH);
    try {
      count = file.read().orElse(timeKnown ? budget.fresh(lastKnown) : null);
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "uplink: the count of the month is lost, an even use so far is assumed: {0}",
          e.getMessage());
      count = timeKnown ? budget.assumed(lastKnown) : null;
    }
    read = count != null;
    return count;
  }

  /// Before the time is known the month looks whole, and nothing but its count decides.
  private Instant startOf(MonthBudget.Count counted) {
    return counted.month().atStartOfDay(budget.zone()).toInstant();
  }

  private void write(long now) {
    MonthBudget.Count counted = count;
    if (!budget.isMetered() || counted == null || counted.used() == writtenUsed) {
      return;
    }
    writtenAt = now;
    try {
      file.write(counted);
      writtenUsed = counted.used();
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.log(Level.ERROR, "uplink: the count of the month cannot be kept: {0}", e.toString());
      }
      failing = true;
    }
  }

  private void say(boolean backlogWaits) {
    boolean paused = backlogWaits && !allows();
    if (paused != pausedSaid) {
      pausedSaid = paused;
      String text = paused ? "Backlog waits: " + hindrance() + "." : "Backlog goes on.";
      LOG.log(Level.WARNING, "uplink: {0}", text);
      alarms.raise(PAUSED, Severity.WARNING, paused, text);
    }
    boolean tooShort =
        decision.state() == MonthBudget.State.SHORT
            || decision.state() == MonthBudget.State.USED_UP;
    if (tooShort != shortSaid) {
      shortSaid = tooShort;
      String text =
          tooShort
              ? "The byte budget will not last to the end of the month; live data and events go on: "
                  + hindrance()
                  + "."
              : "The byte budget lasts again.";
      LOG.log(Level.WARNING, "uplink: {0}", text);
      alarms.raise(SHORT, Severity.CRITICAL, tooShort, text);
    }
  }

  private static String mib(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
