package vn.binhduong.gateway.update;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a POSIX ustar archive as `scripts/make-update` writes it: regular files and directories,
/// nothing else. Links, devices, long-name extensions and names outside the archive are refused,
/// never skipped. One thread.
final class TarReader {
  static final int BLOCK_BYTES = 512;
  private static final int NAME_CHARACTERS_MAX = 255;
  private static final int EXECUTABLE = 0100;

  private final InputStream in;
  private long left;
  private int padding;

  /// One entry.
  ///
  /// @param name relative, of safe characters, without `.` and `..`
  /// @param directory whether it is one; otherwise a regular file
  /// @param executable whether its owner may execute it
  /// @param bytes its size; 0 for a directory
  record Entry(String name, boolean directory, boolean executable, long bytes) {}

  TarReader(InputStream in) {
    this.in = in;
  }

  /// The next entry; what was not read of the one before is passed over.
  ///
  /// @return null at the end of the archive
  /// @throws RefusedException for an entry that may not be in a package
  @Nullable Entry next() throws IOException, RefusedException {
    try {
      in.skipNBytes(left + padding);
    } catch (EOFException e) {
      throw cutShort();
    }
    byte[] header = in.readNBytes(BLOCK_BYTES);
    if (header.length < BLOCK_BYTES) {
      throw cutShort();
    }
    if (allZero(header)) {
      left = 0;
      padding = 0;
      return null;
    }
    if (!text(header, 257, 5).equals("ustar")) {
      throw refused("expected one made by make-update (a ustar archive), found something else");
    }
    requireChecksum(header);
    String prefix = text(header, 345, 155);
    String name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
    boolean directory =
        switch (header[156]) {
          case '0', 0 -> false;
          case '5' -> true;
          default ->
              throw refused(
                  "%s: expected a file or directory, found an entry of type '%c'"
                      .formatted(KeyValues.shown(name), (char) (header[156] & 0xff)));
        };
    String plain = plain(name, directory);
    long mode = octal(header, 100, 8);
    long bytes = octal(header, 124, 12);
    if (directory && bytes != 0) {
      throw refused("%s: a directory with content".formatted(plain));
    }
    left = bytes;
    padding = (int) ((BLOCK_BYTES - bytes % BLOCK_BYTES) % BLOCK_BYTES);
    return new Entry(plain, directory, (mode & EXECUTABLE) != 0, bytes);
  }

  /// Reads of the content of the present entry.
  ///
  /// @return the number of bytes, or -1 at its end
  int read(byte[] buffer) throws IOException, RefusedException {
    if (left == 0) {
      return -1;
    }
    int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (read < 0) {
      throw cutShort();
    }
    left -= read;
    return read;
  }

  /// The content of the present entry, whole.
  byte[] readAll(int bytesMax) throws IOException, RefusedException {
    if (left > bytesMax) {
      throw refused("expected at most %d bytes, found %d".formatted(bytesMax, left));
    }
    byte[] bytes = in.readNBytes((int) left);
    if (bytes.length < left) {
      throw cutShort();
    }
    left = 0;
    return bytes;
  }

  /// The name without a leading `./` and, for a directory, without the slash behind it; empty for
  /// the root itself.
  private static String plain(String name, boolean directory) throws RefusedException {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    if (directory && plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    if (directory && plain.isEmpty()) {
      return "";
    }
    boolean fine = plain.length() <= NAME_CHARACTERS_MAX;
    for (String part : plain.split("/", -1)) {
      fine &=
          part.matches("[A-Za-z0-9._][A-Za-z0-9._+@-]*") && !part.equals(".") && !part.equals("..");
    }
    if (!fine) {
      throw refused(
          "name: expected a relative one of A-Z a-z 0-9 . _ + @ -, found '%s'"
              .formatted(KeyValues.shown(name)));
    }
    return plain;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static long octal(byte[] header, int from, int length) throws RefusedException {
    String digits = text(header, from, length).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw refused(
          "expected an octal number in a header, found '" + KeyValues.shown(digits) + "'");
    }
    return Long.parseLong(digits, 8);
  }

  private static void requireChecksum(byte[] header) throws RefusedException {
    byte[] copy = header.clone();
    Arrays.fill(copy, 148, 156, (byte) ' ');
    long sum = 0;
    for (byte b : copy) {
      sum += b & 0xff;
    }
    if (sum != octal(header, 148, 8)) {
      throw refused("the checksum of a header is wrong");
    }
  }

  private static boolean allZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static RefusedException cutShort() {
    return new RefusedException(
        ResultCode.INTEGRITY, "package: it ends before its end; part of it is missing");
  }

  private static RefusedException refused(String message) {
    return new RefusedException(ResultCode.UNSUPPORTED_PACKAGE, "package: " + message);
  }
}
