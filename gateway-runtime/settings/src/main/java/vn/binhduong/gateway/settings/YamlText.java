package vn.binhduong.gateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The text of one YAML file.
///
/// @param name how messages name the file
/// @param text its whole text
public record YamlText(String name, String text) {
  /// Largest file that is read, in bytes.
  public static final int BYTES_MAX = 1 << 20;

  /// Reads a file.
  ///
  /// @throws IOException when it cannot be read, is larger than [#BYTES_MAX] or is not UTF-8
  public static YamlText read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  /// Reads a stream to its end and leaves it open.
  ///
  /// @throws IOException when it cannot be read, is larger than [#BYTES_MAX] or is not UTF-8
  public static YamlText read(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw new IOException("larger than " + (BYTES_MAX >> 10) + " KiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new YamlText(name, text);
    } catch (CharacterCodingException e) {
      throw new IOException("not UTF-8 text", e);
    }
  }
}
