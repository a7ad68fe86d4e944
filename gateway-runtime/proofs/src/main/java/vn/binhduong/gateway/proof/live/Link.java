package vn.binhduong.gateway.proof.live;

import java.util.List;

/// A link and a broker that a backlog drains over.
///
/// @param name for people
/// @param bytesPerSecond of the link; 0 means no limit
/// @param delayMillis one way
/// @param receiveMaximum what the broker lets be in flight
/// @param encoding of the samples
/// @param backlogLong samples waiting in the long run
/// @param backlogBrief samples waiting in the brief one
record Link(
    String name,
    double bytesPerSecond,
    long delayMillis,
    int receiveMaximum,
    String encoding,
    int backlogLong,
    int backlogBrief) {
  private static final String SHORT = "cbor";

  /// All of them; the brief run takes the first three.
  static final List<Link> ALL =
      List.of(
          new Link("loopback", 0, 0, 100, "json", 1_000_000, 400_000),
          new Link("64 kB/s, 2 x 100 ms", 64_000, 100, 10, SHORT, 1_000_000, 120_000),
          new Link("64 kB/s, json", 64_000, 20, 100, "json", 100_000, 20_000),
          new Link("64 kB/s, 2 x 50 ms", 64_000, 50, 1, SHORT, 1_000_000, 60_000),
          new Link("64 kB/s, 2 x 100 ms", 64_000, 100, 2, SHORT, 1_000_000, 40_000),
          new Link("64 kB/s, 2 x 100 ms", 64_000, 100, 1, SHORT, 500_000, 30_000),
          new Link("16 kB/s, 2 x 30 ms", 16_000, 30, 20, SHORT, 250_000, 20_000),
          new Link("loopback", 0, 0, 1, "json", 1_000_000, 100_000));

  /// Whether the link, and not the machine, decides how fast it goes.
  boolean isLimited() {
    return bytesPerSecond > 0;
  }

  /// Samples waiting.
  int backlog(boolean brief) {
    return brief ? backlogBrief : backlogLong;
  }

  @Override
  public String toString() {
    return "%s, receive maximum %d, %s".formatted(name, receiveMaximum, encoding);
  }
}
