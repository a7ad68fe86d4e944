package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Cursor;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// A log in memory: one block for each entry.
final class MemoryLog implements Log {
  static final UUID EPOCH = UUID.fromString("0199aaaa-0000-7000-8000-000000000001");
  static final UUID BOOT = UUID.fromString("6f1d2c3b-4a59-4687-8796-a5b4c3d2e1f0");

  /// Nothing is known of it.
  static final UUID LOST_EPOCH = UUID.fromString("0199aaaa-0000-7000-8000-00000000dead");

  private static final Channel PM25 =
      new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "PM2.5");

  final List<Stored> entries = new ArrayList<>();
  final Set<String> acknowledged = new HashSet<>();
  final List<String> quarantined = new ArrayList<>();
  final List<Range> disclaimed = new ArrayList<>();
  private final Map<String, Long> last = new HashMap<>();

  /// Told instead of what is in memory; null for that.
  @Nullable StreamLedger account;

  /// A nanosecond of the boot is a millisecond on the wall, so that samples made here are apart.
  static WallTime wall(BootTime at) {
    return new WallTime(1_763_863_200_000L + at.nanos(), ClockState.SYNCED, 1);
  }

  void measure(String device, int samples, long nanos) {
    for (int i = 0; i < samples; i++) {
      append(new Sample(device, new BootTime(BOOT, nanos + i), List.of(PM25.reading(1))));
    }
  }

  void append(Entry entry) {
    long seq = last.merge(entry.device(), 1L, Long::sum);
    entries.add(new Stored(new Position(entries.size() + 1L, 0), EPOCH, seq, entry));
  }

  long pendingCount() {
    return entries.stream().filter(this::isPending).count();
  }

  private boolean isPending(Stored stored) {
    return !acknowledged.contains(stored.entry().device() + stored.seq());
  }

  @Override
  public Cursor pending(Position from, Predicate<String> devices) {
    return new Cursor() {
      private int next = (int) from.block() - 1;

      @Override
      public List<Stored> next(int maxEntries) {
        List<Stored> found = new ArrayList<>();
        while (next < entries.size() && found.size() < maxEntries) {
          Stored stored = entries.get(next++);
          if (devices.test(stored.entry().device()) && isPending(stored)) {
            found.add(stored);
          }
        }
        return found;
      }

      @Override
      public Position position() {
        return new Position(next + 1L, 0);
      }
    };
  }

  @Override
  public long rewrites() {
    return 0;
  }

  @Override
  public Position head() {
    return new Position(entries.size() + 1L, 0);
  }

  @Override
  public Position firstPending(Predicate<String> devices) {
    return entries.stream()
        .filter(s -> devices.test(s.entry().device()) && isPending(s))
        .map(Stored::position)
        .findFirst()
        .orElse(head());
  }

  @Override
  public void acknowledge(UUID epoch, String device, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      acknowledged.add(device + seq);
    }
  }

  @Override
  public List<Stored> range(UUID epoch, String device, long from, long to, int max) {
    return entries.stream()
        .filter(s -> s.entry().device().equals(device) && s.seq() >= from && s.seq() <= to)
        .limit(max)
        .toList();
  }

  @Override
  public List<Range> disclaim(UUID epoch, String device, long from, long to) {
    List<Range> gone = new ArrayList<>();
    for (long seq = from; seq <= to; seq++) {
      long number = seq;
      boolean held =
          entries.stream().anyMatch(s -> s.entry().device().equals(device) && s.seq() == number);
      if (!held && delivered(number)) {
        boolean joins = !gone.isEmpty() && gone.getLast().to() == seq - 1;
        gone.add(new Range(joins ? gone.removeLast().from() : seq, seq));
      }
    }
    disclaimed.addAll(gone);
    return gone;
  }

  private boolean delivered(long number) {
    return account != null
        && account.acked().stream().anyMatch(r -> r.from() <= number && number <= r.to());
  }

  @Override
  public boolean disown(UUID epoch, String device, long to) {
    return epoch.equals(LOST_EPOCH);
  }

  @Override
  public Collection<StreamLedger> ledger() {
    if (account != null) {
      return List.of(account);
    }
    return last.entrySet().stream()
        .map(
            e ->
                new StreamLedger(
                    EPOCH, e.getKey(), 1, e.getValue(), List.of(), List.of(), 0, null, 0))
        .toList();
  }

  @Override
  public long backlog() {
    return pendingCount();
  }

  @Override
  public void quarantine(UUID epoch, String device, long from, long to) {
    quarantined.add(device + " " + from + ".." + to);
    acknowledge(epoch, device, from, to);
  }
}
