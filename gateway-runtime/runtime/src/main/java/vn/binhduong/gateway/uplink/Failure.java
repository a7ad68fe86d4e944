package vn.binhduong.gateway.uplink;

/// Why there is no connection, in one kind that a program can tell apart and one sentence for
/// people.
///
/// @param kind what is wrong
/// @param text what happened, with the broker's address; no secrets
/// @param reasonCode of a CONNACK or DISCONNECT, 0x80 to 0xFF; 0 when it was neither
public record Failure(Kind kind, String text, int reasonCode) {
  static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
  static final int PACKET_TOO_LARGE = 0x95;
  static final int RETAIN_NOT_SUPPORTED = 0x9A;

  Failure(Kind kind, String text) {
    this(kind, text, 0);
  }

  /// What is wrong, by what somebody must do about it.
  public enum Kind {
    /// The host name has no address: DNS, or a misspelt broker.
    UNKNOWN_HOST,
    /// Nobody listens on that port.
    CONNECTION_REFUSED,
    /// No answer in time: the network, or a firewall.
    NO_ANSWER,
    /// No route to the network.
    NETWORK_UNREACHABLE,
    /// The broker's certificate is for another name.
    CERTIFICATE_NAME,
    /// The broker's certificate has expired. The clock is set: the broker needs another one.
    CERTIFICATE_EXPIRED,
    /// The broker's certificate is not valid yet, and the clock is set.
    CERTIFICATE_NOT_YET_VALID,
    /// The clock of this gateway is not set, and by it the broker's certificate is not valid. Ends
    /// by itself as soon as the clock is set.
    CLOCK_NOT_SET,
    /// Nobody whom the `ca-file` trusts has signed the broker's certificate.
    CERTIFICATE_UNTRUSTED,
    /// The broker did not accept this gateway's certificate, or asked for one.
    CLIENT_CERTIFICATE,
    /// Any other failure of TLS.
    TLS,
    /// User name or password is wrong (0x86).
    BAD_CREDENTIALS,
    /// The broker knows this gateway and does not let it in (0x87, 0x8A).
    NOT_AUTHORIZED,
    /// The broker names another server (0x9C, 0x9D).
    MOVED,
    /// The broker is busy or going down (0x88, 0x89, 0x8B, 0x96, 0x97, 0x9F).
    BROKER_BUSY,
    /// Another client with the id of this gateway took the connection over (0x8E).
    TAKEN_OVER,
    /// Any other refusal by the broker.
    BROKER_REFUSED,
    /// The connection ended.
    CONNECTION_LOST,
    /// Messages are in flight and none is acknowledged.
    NO_PROGRESS,
    /// The settings or the files they name do not allow a connection.
    SETTINGS
  }

  /// Whether a message that was in flight may be the reason.
  boolean mayBeAMessage() {
    return switch (kind) {
      // Some brokers end the connection where a topic is not allowed.
      case CONNECTION_LOST, NO_PROGRESS, NOT_AUTHORIZED -> true;
      case BROKER_REFUSED ->
          switch (reasonCode) {
            case 0x80, 0x81, 0x82, 0x83, 0x90, 0x94, PACKET_TOO_LARGE, 0x99 -> true;
            default -> false;
          };
      case UNKNOWN_HOST,
          CONNECTION_REFUSED,
          NO_ANSWER,
          NETWORK_UNREACHABLE,
          CERTIFICATE_NAME,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_NOT_YET_VALID,
          CERTIFICATE_UNTRUSTED,
          CLIENT_CERTIFICATE,
          TLS,
          CLOCK_NOT_SET,
          BAD_CREDENTIALS,
          MOVED,
          BROKER_BUSY,
          TAKEN_OVER,
          SETTINGS ->
          false;
    };
  }

  /// The same, knowing whether the clock is set: a certificate that is not valid at a time which
  /// nobody believes says nothing against the certificate.
  Failure byClock(boolean clockSet) {
    if (kind != Kind.CERTIFICATE_EXPIRED && kind != Kind.CERTIFICATE_NOT_YET_VALID) {
      return this;
    }
    return clockSet
        ? new Failure(kind, text + "; the clock of this gateway is set")
        : new Failure(
            Kind.CLOCK_NOT_SET,
            text + "; the clock of this gateway is not set, tried again as soon as it is");
  }
}
