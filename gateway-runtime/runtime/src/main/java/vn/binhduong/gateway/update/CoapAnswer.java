package vn.binhduong.gateway.update;

import java.util.OptionalLong;

/// What the first block of a CoAP answer means (RFC 7252 §5.9, RFC 7959). Pure.
final class CoapAnswer {
  static final int CONTENT = 205;
  private static final int BAD_REQUEST = 400;
  private static final int BAD_OPTION = 402;
  private static final int INCOMPLETE = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private CoapAnswer() {}

  /// Reads the answer to a request for the bytes from `from` on.
  ///
  /// @param etag of what is there, empty when nothing is
  static Answer read(Blocks.Block first, long from, String etag) {
    int code = first.code();
    if (code == CONTENT) {
      return content(first, from, etag);
    }
    String told = "the server answered " + text(code);
    if (from > 0 && (code == BAD_REQUEST || code == BAD_OPTION)) {
      return new Answer.Useless("%s to the bytes from %d on".formatted(told, from));
    }
    boolean later =
        code >= SERVER_ERROR || code == INCOMPLETE || code == TOO_MANY_REQUESTS || code < CONTENT;
    return later ? new Answer.Later(told) : new Answer.Never(ResultCode.INVALID_URI, told);
  }

  private static Answer content(Blocks.Block first, long from, String etag) {
    if (first.offset() != from) {
      return new Answer.Useless(
          "the server sent the bytes from %d on, expected those from %d on"
              .formatted(first.offset(), from));
    }
    String tag = first.etag().isEmpty() ? "" : '"' + first.etag() + '"';
    if (from > 0 && !tag.equals(etag)) {
      return new Answer.Useless(
          "the server has another content than the one of which a part is here");
    }
    OptionalLong total =
        first.more() ? first.size() : OptionalLong.of(from + first.payload().length);
    return new Answer.Content(from, total, tag);
  }

  /// A code as people write it, such as `4.04`.
  static String text(int code) {
    return "%d.%02d".formatted(code / 100, code % 100);
  }
}
