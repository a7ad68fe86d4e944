package vn.binhduong.gateway.uplink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The count of the month on disk, so that neither a restart nor a power cut forgets it: one line
/// with a checksum, replaced as a whole.
///
/// @param file where it stands
record MonthFile(Path file) {
  private static final String VERSION = "month-1";
  private static final int BYTES_MAX = 1_024;

  /// There is a file, but its count cannot be believed.
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    Damaged(String message) {
      super(message);
    }
  }

  /// What was written last; empty when nothing ever was.
  ///
  /// @throws Damaged when there is a file that holds no count
  Optional<MonthBudget.Count> read() throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(BYTES_MAX);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    String[] words = new String(bytes, StandardCharsets.US_ASCII).strip().split(" ", -1);
    if (words.length != 8 || !words[0].equals(VERSION)) {
      throw new Damaged("%s: expected a count, found %d bytes".formatted(file, bytes.length));
    }
    try {
      var count =
          new MonthBudget.Count(
              LocalDate.parse(words[1]),
              Long.parseLong(words[2]),
              LocalDate.parse(words[3]),
              Long.parseLong(words[4]),
              Double.parseDouble(words[5]),
              Double.parseDouble(words[6]));
      if (!line(count).strip().endsWith(" " + words[7])) {
        throw new Damaged("%s: its checksum is wrong".formatted(file));
      }
      return Optional.of(count);
    } catch (DateTimeException | NumberFormatException e) {
      throw new Damaged("%s: %s".formatted(file, e.getMessage()));
    }
  }

  /// Replaces the count; it is there after a power cut when this returns.
  void write(MonthBudget.Count count) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(line(count).getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static String line(MonthBudget.Count count) {
    String text =
        String.join(
            " ",
            VERSION,
            count.month().toString(),
            Long.toString(count.used()),
            count.day().toString(),
            Long.toString(count.dayHistory()),
            Double.toString(count.otherBytes()),
            Double.toString(count.otherSeconds()));
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + " " + Long.toHexString(crc.getValue()) + "\n";
  }
}
