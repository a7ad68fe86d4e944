package vn.binhduong.gateway.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;

/// What the log has to tell of damage: the numbers that are lost, each file in quarantine, a new
/// epoch; and when an alarm of these is over. For the store thread.
final class Tidings {
  /// Damaged files told one by one at a start.
  private static final int CASES_TOLD_MAX = 32;

  private final Streams streams;
  private final UUID epoch;
  private final Quarantine quarantine;
  private final Supplier<BootTime> now;
  private final Consumer<Event> events;
  private boolean oldEpochs;

  Tidings(
      Streams streams,
      UUID epoch,
      Quarantine quarantine,
      Supplier<BootTime> now,
      Consumer<Event> events) {
    this.streams = streams;
    this.epoch = epoch;
    this.quarantine = quarantine;
    this.now = now;
    this.events = events;
  }

  /// What is to be told of what was found at the start.
  ///
  /// @param ended the state of the epoch that ended; null when numbering goes on, or nothing is
  ///   known of it
  List<Entry> of(Recovery.Found found, @Nullable State ended) {
    List<Entry> news = new ArrayList<>();
    if ((found.state() == null || ended != null) && !found.fresh()) {
      news.add(StoreEvents.newEpoch(now.get(), ended == null ? null : ended.epoch(), epoch));
      oldEpochs = true;
    }
    long lost = addLost(news, found.held());
    List<Quarantine.Taken> cases = quarantine.takeNews();
    for (Quarantine.Taken taken : cases.subList(0, Math.min(cases.size(), CASES_TOLD_MAX))) {
      news.add(StoreEvents.damage(now.get(), taken, lost));
    }
    if (cases.size() > CASES_TOLD_MAX) {
      news.add(StoreEvents.moreDamage(now.get(), cases.size() - CASES_TOLD_MAX));
    }
    oldEpochs |= streams.backlogOfOthers(epoch) > 0;
    return news;
  }

  /// Says of every number that is neither held nor settled that it is lost. Gives how many.
  private long addLost(List<Entry> news, Map<StreamKey, Ranges> held) {
    long lost = 0;
    for (StreamKey key : streams.keys()) {
      Ranges known = streams.settled(key);
      Ranges here = held.get(key);
      if (here != null) {
        known.addAll(here);
      }
      for (Range range : known.missing(1, streams.next(key) - 1)) {
        news.add(StoreEvents.gap(now.get(), key, range, GapReason.LOST));
        lost += range.size();
      }
    }
    return lost;
  }

  /// Says that an alarm is over: earlier epochs are delivered, or the quarantine was emptied.
  void endAlarms() throws IOException {
    if (oldEpochs && streams.backlogOfOthers(epoch) == 0) {
      oldEpochs = false;
      events.accept(StoreEvents.epochOver(now.get(), epoch));
    }
    if (quarantine.cleared()) {
      events.accept(StoreEvents.damageOver(now.get()));
    }
  }
}
