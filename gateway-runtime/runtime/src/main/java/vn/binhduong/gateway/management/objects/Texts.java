package vn.binhduong.gateway.management.objects;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import vn.binhduong.gateway.management.objects.ManagedValues.LoggedEvent;

/// Texts of a bounded size: CoAP servers commonly refuse an answer over 8 KiB.
final class Texts {
  /// Most bytes of a log.
  static final int LOG_BYTES_MAX = 7_000;

  /// Most events of a log.
  static final int EVENTS_MAX = 64;

  /// A configuration that is longer is compressed, bytes.
  static final int PLAIN_BYTES_MAX = 4_000;

  /// Longest configuration that is taken, bytes.
  static final int UNPACKED_BYTES_MAX = 200_000;

  private Texts() {}

  /// The newest lines that fit, oldest first.
  static String newest(List<String> lines) {
    Deque<String> kept = new ArrayDeque<>();
    int bytes = 0;
    for (String line : lines.reversed()) {
      bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes > LOG_BYTES_MAX) {
        break;
      }
      kept.addFirst(line);
    }
    return String.join("\n", kept);
  }

  /// The newest events that fit, one JSON object a line, oldest first.
  static byte[] events(List<LoggedEvent> events) {
    return newest(events.stream().map(Texts::line).toList()).getBytes(StandardCharsets.UTF_8);
  }

  private static String line(LoggedEvent event) {
    return String.format(
        Locale.ROOT,
        "{\"seq\":%d,\"ts\":%.3f,\"kind\":\"%s\",\"event\":%s}",
        event.number(),
        event.at().toEpochMilli() / 1000.0,
        event.kind(),
        event.json());
  }

  /// `yaml`, or `yaml+gzip` for a long one.
  static String format(String text) {
    return isLong(text) ? "yaml+gzip" : "yaml";
  }

  /// The text as [#format] says.
  static byte[] packed(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    if (!isLong(text)) {
      return plain;
    }
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// A text as [#packed] gives it, long or short.
  ///
  /// @throws IOException when it is no UTF-8, or longer than [#UNPACKED_BYTES_MAX]
  static String unpacked(byte[] packed) throws IOException {
    byte[] plain = packed;
    if (packed.length >= 2 && packed[0] == 0x1f && packed[1] == (byte) 0x8b) {
      try (var zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        plain = zip.readNBytes(UNPACKED_BYTES_MAX + 1);
      } catch (IOException e) {
        throw new IOException("expected a whole gzip, found " + e.getMessage(), e);
      }
    }
    if (plain.length > UNPACKED_BYTES_MAX) {
      throw new IOException("expected at most %d bytes of text".formatted(UNPACKED_BYTES_MAX));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(plain)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("expected UTF-8 text, found other bytes", e);
    }
  }

  private static boolean isLong(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > PLAIN_BYTES_MAX;
  }
}
