package vn.binhduong.gateway.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The header of a message once more, as MQTT 5 user properties, so that it can be routed without
/// decoding. The payload does not need them.
///
/// @param gatewayId property `gw`
/// @param epoch property `ep`
/// @param s0 number of the first sample, property `s0`
/// @param s1 number of the last sample, property `s1`
/// @param rows rows of the message, property `n`
/// @param history whether it is backlog or replay, property `h`, 1 or 0
public record BatchProperties(
    String gatewayId, UUID epoch, long s0, long s1, int rows, boolean history) {
  /// Value of the property `cv`: the major version of the contract.
  public static final String CONTRACT_VERSION = "1";

  public BatchProperties {
    Ids.requireId("gw", gatewayId);
    Ids.requireNumber("s0", s0);
    Ids.requireBetween("s1", s1, s0, Ids.NUMBER_MAX);
    Ids.requireBetween("n", rows, 1, Times.ROWS_MAX);
  }

  /// The properties of a message.
  public static BatchProperties of(String gatewayId, Message message, boolean history) {
    BatchHeader header = message.header();
    return new BatchProperties(
        gatewayId, header.epoch(), header.s0(), header.s1(), message.rowCount(), history);
  }

  /// As user properties, in this order: cv gw ep s0 s1 n h.
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("cv", CONTRACT_VERSION);
    map.put("gw", gatewayId);
    map.put("ep", epoch.toString());
    map.put("s0", Long.toString(s0));
    map.put("s1", Long.toString(s1));
    map.put("n", Integer.toString(rows));
    map.put("h", history ? "1" : "0");
    return map;
  }

  /// Reads user properties; others are ignored.
  ///
  /// @throws ContractException naming every property that is missing or wrong
  public static BatchProperties of(Map<String, String> map) throws ContractException {
    Reader reader = new Reader(map);
    reader.expect("cv", CONTRACT_VERSION, CONTRACT_VERSION);
    reader.expect("gw", "[A-Za-z0-9.-]{1,32}", Ids.ID_RULE);
    reader.expect("ep", Json.UUID_PATTERN, "a UUID in lower case");
    reader.expect("s0", "[1-9][0-9]{0,15}", "1 to 2^53-1");
    reader.expect("s1", "[1-9][0-9]{0,15}", "s0 to 2^53-1");
    reader.expect("n", "[1-9][0-9]{0,3}", "1 to " + Times.ROWS_MAX);
    reader.expect("h", "[01]", "0 or 1");
    if (!reader.problems.isEmpty()) {
      throw new ContractException("properties", reader.problems);
    }
    try {
      return new BatchProperties(
          reader.value("gw"),
          UUID.fromString(reader.value("ep")),
          Long.parseLong(reader.value("s0")),
          Long.parseLong(reader.value("s1")),
          Integer.parseInt(reader.value("n")),
          reader.value("h").equals("1"));
    } catch (IllegalArgumentException e) {
      throw Json.broken("properties", e);
    }
  }

  private record Reader(Map<String, String> map, List<Problem> problems) {
    Reader(Map<String, String> map) {
      this(map, new ArrayList<>());
    }

    String value(String key) {
      return map.getOrDefault(key, "");
    }

    void expect(String key, String pattern, String rule) {
      if (!value(key).matches(pattern)) {
        String found = map.containsKey(key) ? Problem.shown(value(key)) : "nothing";
        problems.add(new Problem(key, found, rule));
      }
    }
  }
}
