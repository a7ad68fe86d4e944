package vn.binhduong.gateway.ctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import vn.binhduong.gateway.clock.OffsetTimeline;
import vn.binhduong.gateway.control.Backlog;
import vn.binhduong.gateway.control.TailLine;
import vn.binhduong.gateway.control.Value;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.StoreReader;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// The store on disk, in the words of the control socket. Needs no running gateway.
final class OfflineStore {
  private static final UUID NO_BOOT = new UUID(0, 0);

  private final StoreReader reader;
  private final OffsetTimeline times;

  private OfflineStore(StoreReader reader, OffsetTimeline times) {
    this.reader = reader;
    this.times = times;
  }

  static OfflineStore open(Path dataDirectory) throws IOException {
    StoreReader reader = StoreReader.open(dataDirectory);
    return new OfflineStore(reader, new OffsetTimeline(NO_BOOT, 0, reader.clockOffsets()));
  }

  /// What could not be read, one sentence each.
  List<String> skipped() {
    return reader.skipped();
  }

  Backlog backlog() throws IOException {
    List<Backlog.Stream> streams =
        reader.ledger().stream()
            .map(OfflineStore::stream)
            .sorted(
                Comparator.comparing(Backlog.Stream::epoch).thenComparing(Backlog.Stream::device))
            .toList();
    long entries = streams.stream().mapToLong(Backlog.Stream::pending).sum();
    return new Backlog(entries, null, "the gateway does not run", null, streams);
  }

  private static Backlog.Stream stream(StreamLedger ledger) {
    return new Backlog.Stream(
        ledger.epoch().toString(),
        ledger.device(),
        ledger.first() > ledger.last() ? 0 : ledger.first(),
        ledger.last(),
        ledger.acked().stream().mapToLong(Range::size).sum(),
        ledger.pending(),
        ledger.gaps().stream().mapToLong(gap -> gap.range().size()).sum(),
        ledger.overruns());
  }

  /// The newest samples, oldest of them first.
  ///
  /// @param sinceMillis not older than this, milliseconds since 1970
  /// @param nowMillis ages are counted to this
  List<TailLine> samples(Predicate<String> devices, long sinceMillis, int limit, long nowMillis)
      throws IOException {
    return reader
        .newest(
            device -> !device.equals(Entry.GATEWAY) && devices.test(device),
            stored -> wall(stored).epochMillis() >= sinceMillis,
            stored -> false,
            limit)
        .stream()
        .map(stored -> line(stored, nowMillis))
        .toList();
  }

  /// The newest sample of each device.
  Map<String, TailLine> last(List<String> devices, long nowMillis) throws IOException {
    var last = new HashMap<String, TailLine>();
    for (String device : devices) {
      samples(device::equals, Long.MIN_VALUE, 1, nowMillis).forEach(line -> last.put(device, line));
    }
    return last;
  }

  private WallTime wall(Stored stored) {
    return times.wall(stored.entry().at());
  }

  private TailLine line(Stored stored, long nowMillis) {
    WallTime wall = wall(stored);
    Entry entry = stored.entry();
    long age = nowMillis - wall.epochMillis();
    return switch (entry) {
      case Sample sample ->
          new TailLine(
              sample.device(),
              stored.seq(),
              wall.epochMillis(),
              wall.state().name(),
              sample.readings().stream().map(reading -> value(reading, age)).toList(),
              "",
              "");
      case Event event ->
          new TailLine(
              event.device(),
              stored.seq(),
              wall.epochMillis(),
              wall.state().name(),
              List.of(),
              event.kind(),
              event.json());
    };
  }

  private static Value value(Reading reading, long ageMillis) {
    return new Value(
        reading.channel().name(),
        reading.channel().unit().symbol(),
        reading.quality().hasValue() ? reading.value() : null,
        reading.quality().name(),
        ageMillis);
  }
}
