package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/// Whether a gateway is online: topic class `state`, retained, and as the Will with online false.
///
/// @param online whether it is connected
/// @param ts milliseconds since 1970; in the Will the time of connecting
/// @param boot boot id of the machine
/// @param epoch identity of the store that gives the numbers now
/// @param version version of the program, at most 64 characters
public record State(boolean online, long ts, UUID boot, UUID epoch, String version) {
  private static final int VERSION_CHARACTERS_MAX = 64;

  public State {
    Ids.requireTime("ts", ts);
    Ids.requireText("version", version, VERSION_CHARACTERS_MAX);
  }

  /// The same, as the Will says it.
  public State offline() {
    return new State(false, ts, boot, epoch, version);
  }

  /// UTF-8 JSON.
  public byte[] toJson() {
    ObjectNode node = Json.object();
    node.put("online", online).put("ts", ts).put("boot", boot.toString());
    node.put("epoch", epoch.toString()).put("version", version);
    return Json.bytes(node);
  }

  /// Reads one; at most 4 KiB.
  ///
  /// @throws ContractException naming everything that is wrong
  public static State parse(byte[] json) throws ContractException {
    Fields fields = Json.read("state", json, Json.SMALL_BYTES_MAX);
    boolean online = fields.flag("online");
    long ts = fields.time("ts");
    UUID boot = fields.uuid("boot");
    UUID epoch = fields.uuid("epoch");
    String version = fields.text("version", VERSION_CHARACTERS_MAX);
    return fields.make(() -> new State(online, ts, boot, epoch, version));
  }
}
