package vn.binhduong.gateway.update;

import java.net.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the head of an answer means for a download of which some bytes are already there. Pure.
sealed interface HttpAnswer {
  /// The content follows.
  ///
  /// @param from the place of its first byte: what is there, or 0 when the server begins anew
  /// @param total size of the whole, empty when the server does not tell
  /// @param etag a strong one, by which a later attempt can go on; empty when there is none
  record Content(long from, OptionalLong total, String etag) implements HttpAnswer {}

  /// What is there is no beginning of what the server has; it is thrown away.
  ///
  /// @param reason for people
  record Useless(String reason) implements HttpAnswer {}

  /// Perhaps later.
  ///
  /// @param reason for people
  record Later(String reason) implements HttpAnswer {}

  /// Never.
  ///
  /// @param code the result
  /// @param reason for people
  record Never(ResultCode code, String reason) implements HttpAnswer {}

  /// `bytes 100-199/200`
  Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

  /// Reads the head of an answer to a request for the bytes from `have` on.
  static HttpAnswer read(int status, HttpHeaders headers, long have) {
    String etag =
        headers.firstValue("ETag").filter(tag -> tag.matches("\"[!#-~]{0,120}\"")).orElse("");
    return switch (status) {
      case 200 -> new Content(0, headers.firstValueAsLong("Content-Length"), etag);
      case 206 -> {
        Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        yield range.matches() && Long.parseLong(range.group(1)) == have
            ? new Content(have, OptionalLong.of(Long.parseLong(range.group(3))), etag)
            : new Useless("the server sent another range than the one asked for");
      }
      case 416 -> new Useless("the server has no bytes from %d on".formatted(have));
      case 408, 425, 429 -> new Later("the server answered " + status);
      default -> {
        if (status >= 300 && status < 400) {
          yield new Never(
              ResultCode.INVALID_URI,
              "the server answered %d: it leads elsewhere, which is not followed"
                  .formatted(status));
        }
        yield status >= 400 && status < 500
            ? new Never(ResultCode.INVALID_URI, "the server answered " + status)
            : new Later("the server answered " + status);
      }
    };
  }
}
