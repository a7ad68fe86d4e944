package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.contract.Why;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.StreamLedger;

/// The accounts of the store in the words of the contract. Pure.
final class Ledgers {
  private Ledgers() {}

  /// One message for each stream of the current epoch: the topic names the device only.
  ///
  /// @param gateway figures for the ledger of the gateway stream
  static List<Outgoing> messages(
      Iterable<StreamLedger> streams,
      java.util.UUID epoch,
      List<Birth> births,
      Ledger.GatewayFigures gateway,
      ToLongFunction<BootTime> wallMillis,
      Wire wire) {
    Map<String, Double> periods = new HashMap<>();
    for (Birth birth : births) {
      Double every = birth.everySeconds();
      if (every != null) {
        periods.put(birth.device(), every);
      }
    }
    Map<String, StreamLedger> current = new TreeMap<>();
    // The IOC reads the gateway's figures here, also before its stream has an event.
    current.put(
        Entry.GATEWAY,
        new StreamLedger(epoch, Entry.GATEWAY, 1, 0, List.of(), List.of(), 0, null, 0));
    for (StreamLedger stream : streams) {
      if (stream.epoch().equals(epoch)) {
        current.put(stream.device(), stream);
      }
    }
    List<Outgoing> messages = new ArrayList<>();
    for (StreamLedger stream : current.values()) {
      Ledger ledger =
          of(
              stream,
              periods.get(stream.device()),
              stream.device().equals(Entry.GATEWAY) ? gateway : null,
              wallMillis);
      messages.add(wire.retained(wire.topics().ledger(stream.device()), ledger.toJson()));
    }
    return messages;
  }

  /// The account of one stream.
  static Ledger of(
      StreamLedger stream,
      @Nullable Double everySeconds,
      Ledger.@Nullable GatewayFigures gateway,
      ToLongFunction<BootTime> wallMillis) {
    List<Ledger.Dropped> dropped = new ArrayList<>();
    for (StreamLedger.Gap gap : stream.gaps()) {
      dropped.add(
          new Ledger.Dropped(
              gap.range().from(),
              gap.range().to(),
              Why.valueOf(gap.why().name().toUpperCase(Locale.ROOT))));
    }
    BootTime lastAt = stream.lastAt();
    return new Ledger(
        stream.epoch(),
        stream.first(),
        stream.last(),
        settledTo(stream),
        Ledger.Dropped.merge(dropped, Ledger.DROPPED_MAX),
        lastAt == null ? null : wallMillis.applyAsLong(lastAt),
        everySeconds,
        stream.overruns(),
        gateway);
  }

  /// The last number of the unbroken run from 1 that is acknowledged or in a gap.
  static long settledTo(StreamLedger stream) {
    var settled = new vn.binhduong.gateway.contract.Ranges();
    for (Range range : stream.acked()) {
      settled.add(range.from(), range.to());
    }
    for (StreamLedger.Gap gap : stream.gaps()) {
      settled.add(gap.range().from(), gap.range().to());
    }
    return Math.min(stream.last(), settled.unbrokenFrom(1));
  }
}
