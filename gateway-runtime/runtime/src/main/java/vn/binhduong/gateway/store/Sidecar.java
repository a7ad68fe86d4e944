package vn.binhduong.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The seal of a segment: a small text file beside it, lines of words.
///
///     edge-gateway-segment 1
///     file BYTES CRC-32C
///     sealed-ms MILLISECONDS
///     blocks FIRST LAST
///     thinned SECONDS (only when its samples were condensed)
///     stream EPOCH DEVICE FROM-TO ...
///     end CRC-32C-OF-THE-LINES-ABOVE
///
/// @param bytes size of the segment file
/// @param crc CRC-32C of the segment file
/// @param sealedMillis when it was sealed, milliseconds since 1970
/// @param grain what its samples were condensed to
record Sidecar(long bytes, int crc, long sealedMillis, Grain grain, Summary summary) {
  private static final String TITLE = "edge-gateway-segment 1";

  static Path of(Path segmentFile) {
    String name = segmentFile.getFileName().toString();
    return segmentFile.resolveSibling(name.substring(0, name.length() - 3) + ".seal");
  }

  String encode() {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    text.append("file %d %08x\n".formatted(bytes, crc));
    text.append("sealed-ms %d\n".formatted(sealedMillis));
    text.append("blocks %d %d\n".formatted(summary.firstBlock(), summary.lastBlock()));
    if (grain != Grain.RAW) {
      text.append("thinned %d\n".formatted(grain.interval().toSeconds()));
    }
    summary.streams().keySet().stream()
        .sorted()
        .forEach(
            key -> {
              text.append("stream ").append(key.epoch()).append(' ').append(key.device());
              for (Range range : summary.streams().getOrDefault(key, List.of())) {
                text.append(' ').append(range.from()).append('-').append(range.to());
              }
              text.append('\n');
            });
    int end = ByteWriter.crc32c(text.toString().getBytes(StandardCharsets.UTF_8));
    return text.append("end %08x\n".formatted(end)).toString();
  }

  static Sidecar decode(String text) throws FormatException {
    int end = text.lastIndexOf("end ");
    String body = end < 0 ? "" : text.substring(0, end);
    int crc = ByteWriter.crc32c(body.getBytes(StandardCharsets.UTF_8));
    if (end < 0 || !text.substring(end).equals("end %08x\n".formatted(crc))) {
      throw new FormatException("seal: checksum of its lines is wrong");
    }
    try {
      String[] lines = body.split("\n", -1);
      String[] file = lines[1].split(" ", -1);
      String[] sealed = lines[2].split(" ", -1);
      String[] blocks = lines[3].split(" ", -1);
      Map<StreamKey, List<Range>> streams = new HashMap<>();
      boolean thinned = lines[4].startsWith("thinned ");
      Grain grain =
          thinned ? Grain.ofSeconds(Long.parseLong(lines[4].split(" ", -1)[1])) : Grain.RAW;
      for (int i = thinned ? 5 : 4; i < lines.length - 1; i++) {
        String[] words = lines[i].split(" ", -1);
        List<Range> ranges = new ArrayList<>();
        for (int k = 3; k < words.length; k++) {
          int dash = words[k].indexOf('-');
          ranges.add(
              new Range(
                  Long.parseLong(words[k].substring(0, dash)),
                  Long.parseLong(words[k].substring(dash + 1))));
        }
        streams.put(new StreamKey(UUID.fromString(words[1]), words[2]), List.copyOf(ranges));
      }
      return new Sidecar(
          Long.parseLong(file[1]),
          Integer.parseUnsignedInt(file[2], 16),
          Long.parseLong(sealed[1]),
          grain,
          new Summary(Long.parseLong(blocks[1]), Long.parseLong(blocks[2]), streams));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new FormatException("seal: " + e.getMessage());
    }
  }

  static Sidecar read(Path segmentFile) throws IOException {
    return decode(Files.readString(of(segmentFile), StandardCharsets.ISO_8859_1));
  }

  /// Describes a segment file and writes that beside it, durably.
  static Sidecar seal(Path segmentFile, Summary summary, long sealedMillis) throws IOException {
    return seal(segmentFile, summary, sealedMillis, Grain.RAW);
  }

  /// Describes a segment file whose samples were condensed.
  static Sidecar seal(Path segmentFile, Summary summary, long sealedMillis, Grain grain)
      throws IOException {
    Sidecar sidecar =
        new Sidecar(Files.size(segmentFile), checksum(segmentFile), sealedMillis, grain, summary);
    Durable.replace(of(segmentFile), sidecar.encode().getBytes(StandardCharsets.ISO_8859_1));
    return sidecar;
  }

  static int checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
      }
    }
    return (int) crc.getValue();
  }
}
