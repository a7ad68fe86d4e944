package vn.binhduong.gateway.driver.coap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// Turns settings into the bytes of a pre-shared key. Nothing here shows one.
final class Keys {
  /// Least and most bytes of a key.
  static final int BYTES_MIN = 16;

  static final int BYTES_MAX = 64;

  private static final int FILE_BYTES_MAX = 1_024;

  private Keys() {}

  /// The key, from its hex or from its file.
  ///
  /// @throws DriverException MISCONFIGURED when the file cannot be read or holds no key
  static byte[] bytes(@Nullable String hex, @Nullable Path file) throws DriverException {
    if (hex == null && file == null) {
      throw DriverException.misconfigured("expected key or key-file");
    }
    String text = hex == null && file != null ? read(file) : String.valueOf(hex);
    byte[] key;
    try {
      key = HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException _) {
      throw noKey(file);
    }
    if (key.length < BYTES_MIN || key.length > BYTES_MAX) {
      throw noKey(file);
    }
    return key;
  }

  private static DriverException noKey(@Nullable Path file) {
    return DriverException.misconfigured(
        "%s: expected %d to %d bytes in hex"
            .formatted(file == null ? "key" : "key-file " + file, BYTES_MIN, BYTES_MAX));
  }

  private static String read(Path file) throws DriverException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw noKey(file);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      throw new DriverException(
          DriverException.Kind.MISCONFIGURED,
          "key-file %s cannot be read: %s".formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
