package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/// What the IOC has made durable of a stream: topic class `ack`, retained.
///
/// @param epoch the epoch it is about (`ep`); a gateway ignores others than its own
/// @param hwm high-water mark: all numbers up to it, 0 for none
/// @param above ranges above it, ascending and apart; at most 16
public record Ack(UUID epoch, long hwm, List<Ranges.Range> above) {
  /// Most ranges above the high-water mark.
  public static final int ABOVE_MAX = 16;

  public Ack {
    Ids.requireBetween("hwm", hwm, 0, Ids.NUMBER_MAX);
    above = List.copyOf(above);
    Ids.requireBetween("above: number of ranges", above.size(), 0, ABOVE_MAX);
    long last = hwm;
    for (int i = 0; i < above.size(); i++) {
      Ids.requireBetween(
          "above[%d].from".formatted(i), above.get(i).from(), last + 1, Ids.NUMBER_MAX);
      last = above.get(i).to();
    }
  }

  /// The acknowledgement of what was received: its unbroken run from 1, and of what lies above the
  /// lowest 16 ranges (the rest follows when the holes are closed).
  public static Ack of(UUID epoch, Ranges received) {
    long hwm = received.unbrokenFrom(1);
    List<Ranges.Range> above =
        received.toList().stream().filter(range -> range.from() > hwm).limit(ABOVE_MAX).toList();
    return new Ack(epoch, hwm, above);
  }

  /// Everything it covers.
  public Ranges covered() {
    Ranges covered = Ranges.of(above);
    if (hwm > 0) {
      covered.add(1, hwm);
    }
    return covered;
  }

  /// UTF-8 JSON.
  public byte[] toJson() {
    ObjectNode node = Json.object().put("ep", epoch.toString()).put("hwm", hwm);
    Json.put(node, "above", above);
    return Json.bytes(node);
  }

  /// Reads one; at most 4 KiB.
  ///
  /// @throws ContractException naming everything that is wrong
  public static Ack parse(byte[] json) throws ContractException {
    Fields fields = Json.read("ack", json, Json.SMALL_BYTES_MAX);
    UUID epoch = fields.uuid("ep");
    long hwm = fields.integer("hwm", 0, Ids.NUMBER_MAX);
    List<Ranges.Range> above = fields.ranges("above", ABOVE_MAX);
    return fields.make(() -> new Ack(epoch, hwm, above));
  }
}
