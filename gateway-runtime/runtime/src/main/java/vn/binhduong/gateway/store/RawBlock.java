package vn.binhduong.gateway.store;

/// A block as it stands in a segment: its number and its bytes, which nobody changes.
final class RawBlock {
  private final long number;
  private final byte[] body;

  RawBlock(long number, byte[] body) {
    this.number = number;
    this.body = body;
  }

  long number() {
    return number;
  }

  byte[] body() {
    return body;
  }
}
