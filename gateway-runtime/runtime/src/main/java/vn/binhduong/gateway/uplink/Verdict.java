package vn.binhduong.gateway.uplink;

/// What the reason code of a PUBACK means for the batch (OASIS MQTT 5.0, table 3-4, and the wire
/// contract, completeness 5 and 6).
enum Verdict {
  /// 0x00: the broker has it.
  DELIVERED,
  /// 0x10: the broker took it, but nobody listens.
  UNHEARD,
  /// 0x80, 0x83, 0x91, 0x97 and codes that are not known: wait and send it again.
  RETRY,
  /// 0x87, 0x90: not on this topic; ask again every few minutes.
  DENIED,
  /// 0x95, 0x99: something in it is too large, or will never be accepted; send it in halves, so
  /// that a single entry is found and all others arrive.
  SPLIT;

  /// @param reasonCode of the PUBACK, 0 to 255
  static Verdict of(int reasonCode) {
    return switch (reasonCode) {
      case 0x00 -> DELIVERED;
      case 0x10 -> UNHEARD;
      case 0x87, 0x90 -> DENIED;
      case 0x95, 0x99 -> SPLIT;
      default -> reasonCode < 0x80 ? DELIVERED : RETRY;
    };
  }

  /// Number and name of a reason code, such as `0x87 [not authorized]`.
  static String nameOf(int reasonCode) {
    String name =
        switch (reasonCode) {
          case 0x00 -> "success";
          case 0x10 -> "no matching subscribers";
          case 0x80 -> "unspecified error";
          case 0x81 -> "malformed packet";
          case 0x82 -> "protocol error";
          case 0x83 -> "implementation specific error";
          case 0x84 -> "unsupported protocol version";
          case 0x85 -> "client identifier not valid";
          case 0x86 -> "bad user name or password";
          case 0x87 -> "not authorized";
          case 0x88 -> "server unavailable";
          case 0x89 -> "server busy";
          case 0x8A -> "banned";
          case 0x8B -> "server shutting down";
          case 0x8C -> "bad authentication method";
          case 0x8D -> "keep alive timeout";
          case 0x8E -> "session taken over";
          case 0x8F -> "topic filter invalid";
          case 0x90 -> "topic name invalid";
          case 0x91 -> "packet identifier in use";
          case 0x93 -> "receive maximum exceeded";
          case 0x94 -> "topic alias invalid";
          case 0x95 -> "packet too large";
          case 0x96 -> "message rate too high";
          case 0x97 -> "quota exceeded";
          case 0x98 -> "administrative action";
          case 0x99 -> "payload format invalid";
          case 0x9A -> "retain not supported";
          case 0x9B -> "QoS not supported";
          case 0x9C -> "use another server";
          case 0x9D -> "server moved";
          case 0x9F -> "connection rate exceeded";
          default -> "reason not known";
        };
    return "0x%02X [%s]".formatted(reasonCode, name);
  }
}
