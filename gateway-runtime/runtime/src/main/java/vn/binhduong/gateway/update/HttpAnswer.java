package vn.binhduong.gateway.update;

import java.net.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the head of an HTTP answer means (RFC 9110 §14 and §15). Pure.
final class HttpAnswer {
  /// `bytes 100-199/200`
  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

  private HttpAnswer() {}

  /// Reads the head of an answer to a request for the bytes from `have` on. Only a strong ETag
  /// counts: a weak one does not promise the same bytes.
  static Answer read(int status, HttpHeaders headers, long have) {
    String etag =
        headers.firstValue("ETag").filter(tag -> tag.matches("\"[!#-~]{0,120}\"")).orElse("");
    return switch (status) {
      case 200 -> new Answer.Content(0, headers.firstValueAsLong("Content-Length"), etag);
      case 206 -> {
        Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        yield range.matches() && Long.parseLong(range.group(1)) == have
            ? new Answer.Content(have, OptionalLong.of(Long.parseLong(range.group(3))), etag)
            : new Answer.Useless("the server sent another range than the one asked for");
      }
      case 416 -> new Answer.Useless("the server has no bytes from %d on".formatted(have));
      case 408, 425, 429 -> new Answer.Later("the server answered " + status);
      default -> {
        if (status >= 300 && status < 400) {
          yield new Answer.Never(
              ResultCode.INVALID_URI,
              "the server answered %d: it leads elsewhere, which is not followed"
                  .formatted(status));
        }
        yield status >= 400 && status < 500
            ? new Answer.Never(ResultCode.INVALID_URI, "the server answered " + status)
            : new Answer.Later("the server answered " + status);
      }
    };
  }
}
