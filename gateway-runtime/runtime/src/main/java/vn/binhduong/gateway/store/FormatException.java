package vn.binhduong.gateway.store;

import java.io.IOException;

/// Bytes are not what this version writes: damaged, or of another version. The caller salvages.
final class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  FormatException(String message) {
    super(message);
  }
}
