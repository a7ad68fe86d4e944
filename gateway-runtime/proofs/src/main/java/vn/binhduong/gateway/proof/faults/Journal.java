package vn.binhduong.gateway.proof.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the layer wrote down: every call that changed something below the directory, in order.
public final class Journal {
  private static final int HEAD_BYTES = 40;

  private Journal() {}

  /// Kinds of entries, in the order of the C side.
  public enum Kind {
    /// A file was made: its name and inode.
    CREATE,
    /// Bytes were written: inode, offset, payload.
    WRITE,
    /// A file got a size: inode, size.
    TRUNCATE,
    /// A sync of a file or directory began: inode, name.
    SYNC_BEGIN,
    /// It ended well.
    SYNC_END,
    /// A name became another: both names, inode.
    RENAME,
    /// A file lost its name.
    UNLINK,
    /// A directory was made.
    MKDIR,
    /// A directory was removed.
    RMDIR,
    /// A file got a second name: both names, inode.
    LINK,
    /// A file or directory that was there was opened: name and inode.
    OPEN
  }

  /// One call.
  ///
  /// @param nanos by [System#nanoTime()]
  /// @param inode of the file; 0 where none is known
  /// @param offset of a write, or the size of a truncation
  /// @param name below the directory; empty for the directory itself
  /// @param second the new name of a rename or link, otherwise empty
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(
      Kind kind, long nanos, long inode, long offset, String name, String second, byte[] payload) {
    @Override
    public String toString() {
      return "%s %s%s inode %d offset %d, %d bytes"
          .formatted(
              kind, name, second.isEmpty() ? "" : " -> " + second, inode, offset, payload.length);
    }
  }

  /// Reads a journal; none when there is no file. A last entry that is cut off, as when the process
  /// was killed while it wrote it, is left out.
  ///
  /// @throws IOException when the file cannot be read, or is no journal
  public static List<Entry> read(Path file) throws IOException {
    return Files.exists(file) ? decode(Files.readAllBytes(file)) : List.of();
  }

  static List<Entry> decode(byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    List<Entry> entries = new ArrayList<>();
    while (in.remaining() >= HEAD_BYTES) {
      int start = in.position();
      int length = in.getInt();
      if (length < HEAD_BYTES - 4) {
        throw new IOException("journal: entry at %d has %d bytes".formatted(start, length));
      }
      if (in.remaining() < length) {
        break;
      }
      int kind = in.get() & 0xFF;
      if (kind < 1 || kind > Kind.values().length) {
        throw new IOException("journal: entry at %d has kind %d".formatted(start, kind));
      }
      in.position(in.position() + 3);
      long nanos = in.getLong();
      long inode = in.getLong();
      long offset = in.getLong();
      int name = in.getInt();
      int second = in.getInt();
      byte[] payload = new byte[length - (HEAD_BYTES - 4) - name - second];
      entries.add(
          new Entry(
              Kind.values()[kind - 1],
              nanos,
              inode,
              offset,
              text(in, name),
              text(in, second),
              payload));
      in.get(payload);
    }
    return entries;
  }

  private static String text(ByteBuffer in, int length) {
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
