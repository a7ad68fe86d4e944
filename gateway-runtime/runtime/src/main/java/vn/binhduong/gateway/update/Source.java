package vn.binhduong.gateway.update;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a package is fetched from. Sealed: each scheme has a client of its own, and what none
/// speaks is refused before anything begins.
sealed interface Source {
  /// Longest address, characters; also the bound of the LwM2M resource Package URI.
  int CHARACTERS_MAX = 255;

  /// The address.
  URI uri();

  /// A server that speaks https.
  ///
  /// @param uri with a host, without a user and without a fragment
  record Https(URI uri) implements Source {}

  /// A server that speaks CoAP over DTLS.
  ///
  /// @param uri with a host, without a user and without a fragment
  record Coaps(URI uri) implements Source {}

  /// Reads an address.
  ///
  /// @throws RefusedException with INVALID_URI when it is malformed, UNSUPPORTED_PROTOCOL when no
  ///   client speaks its scheme
  static Source parse(String text) throws RefusedException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw invalid(text);
    }
    String scheme = uri.getScheme();
    if (scheme == null || text.length() > CHARACTERS_MAX || !text.matches("[!-~]+")) {
      throw invalid(text);
    }
    Source source =
        switch (scheme.toLowerCase(Locale.ROOT)) {
          case "https" -> new Https(uri);
          case "coaps" -> new Coaps(uri);
          default ->
              throw new RefusedException(
                  ResultCode.UNSUPPORTED_PROTOCOL,
                  "address: expected https or coaps, found '%s'"
                      .formatted(KeyValues.shown(scheme)));
        };
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      throw invalid(text);
    }
    return source;
  }

  private static RefusedException invalid(String text) {
    return new RefusedException(
        ResultCode.INVALID_URI,
        "address: expected https:// or coaps:// with host and path, of at most %d characters, found '%s'"
            .formatted(CHARACTERS_MAX, KeyValues.shown(text)));
  }
}
