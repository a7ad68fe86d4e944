package vn.binhduong.gateway.uplink;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// What a metered link may carry in a month, and how much of it is for backlog. Pure.
///
/// What live data, events and everything else but backlog need until the end of the month is kept
/// back, as measured; what then remains is spread over the days that are left. Backlog that has had
/// its share of a day waits for the next. Live data and events are never held back, also when the
/// month is used up.
///
/// @param bytes of a month; 0 means that the link is not metered
/// @param startsOn day of the month at which it begins, 1 to 28
/// @param zone whose midnight counts
record MonthBudget(long bytes, int startsOn, ZoneId zone) {
  private static final double DAY_SECONDS = Duration.ofDays(1).toSeconds();

  /// Until so much time was measured, half of the budget is kept back instead.
  private static final double MEASURED_SECONDS_MIN = 600;

  /// How backlog stands with the budget.
  enum State {
    /// The link is not metered.
    UNLIMITED,
    /// Backlog may go.
    OPEN,
    /// Backlog has had its share of today.
    DAY_USED,
    /// What is left will not last for live data; no backlog goes.
    SHORT,
    /// The month is used up; no backlog goes.
    USED_UP
  }

  /// What was counted so far.
  ///
  /// @param month its first day
  /// @param used bytes of the month
  /// @param day the day `dayHistory` speaks of
  /// @param dayHistory bytes of backlog on that day
  /// @param otherBytes bytes of everything but backlog, fading
  /// @param otherSeconds the time they were counted in, fading alike
  record Count(
      LocalDate month,
      long used,
      LocalDate day,
      long dayHistory,
      double otherBytes,
      double otherSeconds) {
    /// Half of what was measured counts no more after so long.
    private static final double HALF_LIFE_SECONDS = 2 * DAY_SECONDS;

    /// Counts bytes.
    ///
    /// @param all bytes since the last time
    /// @param history those of them that were backlog
    Count plus(long all, long history, double seconds) {
      double fade = Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
      return new Count(
          month,
          used + all,
          day,
          dayHistory + history,
          otherBytes * fade + Math.max(0, all - history),
          otherSeconds * fade + seconds);
    }
  }

  /// @param state see there
  /// @param dayShareBytes of backlog today, at most
  /// @param otherPerDayBytes what everything but backlog takes in a day
  record Decision(State state, long dayShareBytes, long otherPerDayBytes) {}

  MonthBudget {
    if (bytes < 0 || startsOn < 1 || startsOn > 28) {
      throw new IllegalArgumentException(
          "month: expected 0 bytes or more and a day from 1 to 28, found %d and %d"
              .formatted(bytes, startsOn));
    }
  }

  /// Whether there is a budget at all.
  boolean isMetered() {
    return bytes > 0;
  }

  /// A count that begins now.
  Count fresh(Instant now) {
    return new Count(monthOf(now), 0, dayOf(now), 0, 0, 0);
  }

  /// The count of a month in which the share of the time that is over was used: what is assumed
  /// when the true count is gone.
  Count assumed(Instant now) {
    LocalDate month = monthOf(now);
    double over = seconds(start(month), now) / seconds(start(month), start(month.plusMonths(1)));
    return new Count(month, (long) (bytes * over), dayOf(now), 0, 0, 0);
  }

  /// The count as it stands at this instant: a new month begins with nothing used, a new day with
  /// its whole share. A clock that went back to an earlier month takes what was used with it.
  Count at(Count count, Instant now) {
    LocalDate month = monthOf(now);
    LocalDate day = dayOf(now);
    return new Count(
        month,
        month.isAfter(count.month) ? 0 : count.used,
        day,
        day.equals(count.day) ? count.dayHistory : 0,
        count.otherBytes,
        count.otherSeconds);
  }

  /// What may go now.
  ///
  /// @param count as [#at] gave it for `now`
  Decision decide(Count count, Instant now) {
    if (!isMetered()) {
      return new Decision(State.UNLIMITED, Long.MAX_VALUE, 0);
    }
    Instant end = start(count.month.plusMonths(1));
    double daysLeft = Math.max(0, seconds(now, end)) / DAY_SECONDS;
    double otherPerDay =
        count.otherSeconds >= MEASURED_SECONDS_MIN
            ? count.otherBytes / count.otherSeconds * DAY_SECONDS
            : bytes / 2.0 / ChronoUnit.DAYS.between(count.month, count.month.plusMonths(1));
    long left = bytes - count.used;
    double spare = left - otherPerDay * daysLeft;
    long days = Math.max(1, ChronoUnit.DAYS.between(count.day, count.month.plusMonths(1)));
    long share = (long) Math.max(0, (spare + count.dayHistory) / days);
    State state;
    if (left <= 0) {
      state = State.USED_UP;
    } else if (spare <= 0) {
      state = State.SHORT;
    } else {
      state = count.dayHistory >= share ? State.DAY_USED : State.OPEN;
    }
    return new Decision(state, share, (long) otherPerDay);
  }

  /// The first day of the month that an instant lies in.
  LocalDate monthOf(Instant now) {
    LocalDate day = dayOf(now);
    LocalDate start = day.withDayOfMonth(startsOn);
    return start.isAfter(day) ? start.minusMonths(1) : start;
  }

  /// When the next month begins.
  Instant end(Count count) {
    return start(count.month.plusMonths(1));
  }

  private LocalDate dayOf(Instant now) {
    return now.atZone(zone).toLocalDate();
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }
}
