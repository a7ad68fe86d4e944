package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The account of a stream: topic class `ledger`, retained. It exposes the loss of a tail, which no
/// gap in the numbers can show.
///
/// @param epoch of the stream (`ep`)
/// @param first least number that can still be replayed; 1 in a new stream
/// @param last greatest number given, 0 for none
/// @param acked all numbers up to it are delivered or in a gap, 0 for none
/// @param dropped what will never come, ascending and apart; at most 64, merged if need be, so it
///   may hold numbers that were delivered (the gap events are exact)
/// @param lastTs time of the last sample, milliseconds since 1970; null when there is none
/// @param everySeconds period of the samples (`everyS`); null when they come as they come
/// @param overruns samples refused before they had a number, since the epoch began
/// @param gateway only in the ledger of the gateway stream
public record Ledger(
    UUID epoch,
    long first,
    long last,
    long acked,
    List<Dropped> dropped,
    @Nullable Long lastTs,
    @Nullable Double everySeconds,
    long overruns,
    @Nullable GatewayFigures gateway) {
  /// Most ranges in `dropped`.
  public static final int DROPPED_MAX = 64;

  private static final double EVERY_SECONDS_MAX = 31 * 86_400.0;
  private static final int BYTES_MAX = 64 * 1024;

  public Ledger {
    Ids.requireNumber("first", first);
    Ids.requireBetween("last", last, 0, Ids.NUMBER_MAX);
    Ids.requireBetween("acked", acked, 0, last);
    dropped = List.copyOf(dropped);
    Ids.requireBetween("dropped: number of ranges", dropped.size(), 0, DROPPED_MAX);
    long before = 0;
    for (Dropped range : dropped) {
      Ids.requireBetween("dropped.from", range.from(), before + 1, Ids.NUMBER_MAX);
      before = range.to();
    }
    if (lastTs != null) {
      Ids.requireTime("lastTs", lastTs);
    }
    if (everySeconds != null && !(everySeconds > 0 && everySeconds <= EVERY_SECONDS_MAX)) {
      throw new IllegalArgumentException(
          "everyS: expected more than 0 and at most 31 days, found " + everySeconds);
    }
    Ids.requireBetween("overruns", overruns, 0, Ids.NUMBER_MAX);
  }

  /// Numbers that will never come as they were.
  ///
  /// @param from first number
  /// @param to last number
  /// @param why the reason; of merged ranges that of the longest
  public record Dropped(long from, long to, Why why) {
    public Dropped {
      Ids.requireNumber("from", from);
      Ids.requireBetween("to", to, from, Ids.NUMBER_MAX);
    }

    /// At most `rangesMax` ranges that hold all of these, ascending and apart: those that touch and
    /// have one reason are joined, then the narrowest holes are filled.
    public static List<Dropped> merge(List<Dropped> ranges, int rangesMax) {
      List<Dropped> merged = new ArrayList<>();
      for (Dropped range :
          ranges.stream().sorted(Comparator.comparingLong(Dropped::from)).toList()) {
        Dropped before = merged.isEmpty() ? null : merged.getLast();
        boolean joins =
            before != null
                && (range.from() <= before.to()
                    || (range.from() == before.to() + 1 && range.why() == before.why()));
        if (before != null && joins) {
          merged.set(merged.size() - 1, before.join(range));
        } else {
          merged.add(range);
        }
      }
      while (merged.size() > rangesMax) {
        int narrowest = 1;
        for (int i = 2; i < merged.size(); i++) {
          if (hole(merged, i) < hole(merged, narrowest)) {
            narrowest = i;
          }
        }
        merged.set(narrowest - 1, merged.get(narrowest - 1).join(merged.remove(narrowest)));
      }
      return List.copyOf(merged);
    }

    private static long hole(List<Dropped> ranges, int i) {
      return ranges.get(i).from() - ranges.get(i - 1).to();
    }

    private Dropped join(Dropped later) {
      Why longest = later.to() - later.from() > to - from ? later.why : why;
      return new Dropped(from, Math.max(to, later.to()), longest);
    }
  }

  /// The clock of a gateway.
  ///
  /// @param state how far its times can be trusted
  /// @param offsetMillis last measured offset from the source (`offsetMs`); null when unknown
  /// @param source where time comes from, such as `ntp`; at most 64 characters
  public record Clock(ClockState state, @Nullable Double offsetMillis, String source) {
    private static final double OFFSET_MILLIS_MAX = Ids.NUMBER_MAX;

    public Clock {
      if (offsetMillis != null && !(Math.abs(offsetMillis) <= OFFSET_MILLIS_MAX)) {
        throw new IllegalArgumentException(
            "offsetMs: expected a number of at most 2^53-1, found " + offsetMillis);
      }
      Ids.requireText("source", source, 64);
    }
  }

  /// What the ledger of the gateway stream says beyond that of a device.
  ///
  /// @param bootId boot id of the machine
  /// @param uptimeSeconds of the program (`uptime`)
  /// @param clock its clock
  /// @param storeBytes bytes of the data directory
  /// @param backlog samples and events not yet delivered, of all streams
  /// @param oldestTs time of the oldest of them, milliseconds since 1970; null when there is none
  /// @param drainedAt when the backlog will be empty at the present rate, milliseconds since 1970;
  ///   null when unknown or there is none
  public record GatewayFigures(
      UUID bootId,
      long uptimeSeconds,
      Clock clock,
      long storeBytes,
      long backlog,
      @Nullable Long oldestTs,
      @Nullable Long drainedAt) {
    public GatewayFigures {
      Ids.requireBetween("uptime", uptimeSeconds, 0, Ids.NUMBER_MAX);
      Ids.requireBetween("storeBytes", storeBytes, 0, Ids.NUMBER_MAX);
      Ids.requireBetween("backlog", backlog, 0, Ids.NUMBER_MAX);
      if (oldestTs != null) {
        Ids.requireTime("oldestTs", oldestTs);
      }
      if (drainedAt != null) {
        Ids.requireTime("drainedAt", drainedAt);
      }
    }
  }

  /// UTF-8 JSON.
  public byte[] toJson() {
    ObjectNode node = Json.object().put("ep", epoch.toString());
    node.put("first", first).put("last", last).put("acked", acked);
    ArrayNode array = node.putArray("dropped");
    for (Dropped range : dropped) {
      array
          .addObject()
          .put("from", range.from())
          .put("to", range.to())
          .put("why", Fields.kebab(range.why()));
    }
    Json.putPresent(node, "lastTs", lastTs);
    Json.putPresent(node, "everyS", everySeconds);
    node.put("overruns", overruns);
    if (gateway != null) {
      node.put("bootId", gateway.bootId().toString()).put("uptime", gateway.uptimeSeconds());
      ObjectNode clock = node.putObject("clock").put("state", gateway.clock().state().name());
      Json.putPresent(clock, "offsetMs", gateway.clock().offsetMillis());
      clock.put("source", gateway.clock().source());
      node.put("storeBytes", gateway.storeBytes()).put("backlog", gateway.backlog());
      Json.putPresent(node, "oldestTs", gateway.oldestTs());
      Json.putPresent(node, "drainedAt", gateway.drainedAt());
    }
    return Json.bytes(node);
  }

  /// Reads one; at most 64 KiB.
  ///
  /// @throws ContractException naming everything that is wrong
  public static Ledger parse(byte[] json) throws ContractException {
    Fields fields = Json.read("ledger", json, BYTES_MAX);
    UUID epoch = fields.uuid("ep");
    long first = fields.number("first");
    long last = fields.integer("last", 0, Ids.NUMBER_MAX);
    long acked = fields.integer("acked", 0, Ids.NUMBER_MAX);
    List<Dropped> dropped =
        fields.parts(
            "dropped",
            DROPPED_MAX,
            range -> {
              long from = range.number("from");
              long to = range.number("to");
              Why why = range.oneOf("why", Why.class);
              return () -> new Dropped(from, to, why);
            });
    Long lastTs = fields.optionalInteger("lastTs", 0, Ids.TIME_MILLIS_MAX);
    Double every = fields.optionalDecimal("everyS", Double.MIN_VALUE, EVERY_SECONDS_MAX);
    long overruns = fields.integer("overruns", 0, Ids.NUMBER_MAX);
    GatewayFigures gateway = fields.has("bootId") ? figures(fields) : null;
    return fields.make(
        () -> new Ledger(epoch, first, last, acked, dropped, lastTs, every, overruns, gateway));
  }

  private static @Nullable GatewayFigures figures(Fields fields) {
    UUID bootId = fields.uuid("bootId");
    long uptime = fields.integer("uptime", 0, Ids.NUMBER_MAX);
    Clock clock =
        fields
            .part(
                "clock",
                part -> {
                  ClockState state = part.named("state", ClockState.class);
                  Double offset =
                      part.optionalDecimal(
                          "offsetMs", -Clock.OFFSET_MILLIS_MAX, Clock.OFFSET_MILLIS_MAX);
                  String source = part.text("source", 64);
                  return () -> new Clock(state, offset, source);
                })
            .orElse(null);
    long storeBytes = fields.integer("storeBytes", 0, Ids.NUMBER_MAX);
    long backlog = fields.integer("backlog", 0, Ids.NUMBER_MAX);
    Long oldestTs = fields.optionalInteger("oldestTs", 0, Ids.TIME_MILLIS_MAX);
    Long drainedAt = fields.optionalInteger("drainedAt", 0, Ids.TIME_MILLIS_MAX);
    return clock == null
        ? null
        : new GatewayFigures(bootId, uptime, clock, storeBytes, backlog, oldestTs, drainedAt);
  }
}
