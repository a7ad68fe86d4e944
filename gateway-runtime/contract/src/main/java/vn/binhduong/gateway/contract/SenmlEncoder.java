package vn.binhduong.gateway.contract;

/// Writes messages as SenML packs (RFC 8428), JSON or CBOR, optionally zlib-compressed. Stateless.
///
/// @param encoding the form of the pack
/// @param compress whether it is then compressed (RFC 1950)
public record SenmlEncoder(Encoding encoding, boolean compress) {
  /// Media type of a compressed pack (RFC 6713).
  public static final String COMPRESSED_CONTENT_TYPE = "application/zlib";

  /// The Content Type of the messages.
  public String contentType() {
    return compress ? COMPRESSED_CONTENT_TYPE : encoding.contentType();
  }

  /// Whether the Payload Format Indicator is 1: only plain JSON is text.
  public boolean isText() {
    return encoding == Encoding.JSON && !compress;
  }

  /// The payload of a message.
  public byte[] encode(Message message) {
    PackWriter writer =
        switch (encoding) {
          case JSON -> new JsonPackWriter();
          case CBOR -> new CborPackWriter();
        };
    switch (message) {
      case Batch batch -> Layout.write(batch, writer);
      case EventBatch events -> Layout.write(events, writer);
    }
    byte[] pack = writer.finish();
    return compress ? Zlib.deflate(pack) : pack;
  }
}
