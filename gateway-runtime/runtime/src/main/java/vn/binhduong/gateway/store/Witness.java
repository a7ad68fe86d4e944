package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// The last block committed, as told by a file beside the log: written in place after each commit
/// and before anyone sees the block, never synced. It survives the death of the process; after a
/// power cut it may be older, never newer, than what the log holds.
///
/// Written form: frame (0xB9, version 2, CRC-32C), 16 bytes boot id, u64 block, u32 state.
///
/// @param boot in which it was written
/// @param block the last one committed
/// @param state checksum of what `state.db` held then ([State#checksum])
record Witness(UUID boot, long block, int state) {
  static final String FILE = "witness";
  private static final int MAGIC = 0xB9;
  private static final int VERSION = 2;

  byte[] encode() {
    ByteWriter out = ByteWriter.framed(MAGIC, VERSION, 32);
    out.uuid(boot);
    out.u64(block);
    out.u32(state);
    return out.sealed();
  }

  static Witness decode(byte[] bytes) throws FormatException {
    ByteReader in = ByteReader.framed(bytes, MAGIC, VERSION, "witness");
    UUID boot = in.uuid();
    long block = in.u64();
    return new Witness(boot, block, in.u32());
  }

  /// The witness of a directory; empty when there is none or it is damaged.
  static Optional<Witness> read(Path directory) {
    try {
      Path file = directory.resolve(FILE);
      return Files.isRegularFile(file) && Files.size(file) < 1024
          ? Optional.of(decode(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static FileChannel open(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  void write(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(encode());
    while (bytes.hasRemaining()) {
      file.write(bytes, bytes.position());
    }
  }

  /// Whether power may have failed in the middle of the commit behind `block`: since the witness
  /// was written the machine has gone down, and it tells of nothing later. Pure.
  ///
  /// @param witness what was read, if anything
  /// @param boot this boot
  /// @param block the last whole commit of a log; 0 when it holds none
  static boolean mayHaveFailed(Optional<Witness> witness, UUID boot, long block) {
    return witness
        .map(w -> !w.boot().equals(boot) && (block == 0 || w.block() <= block))
        .orElse(block == 0); // power failed before there was one
  }

  /// Whether the log recovered up to `recovered` is proved to hold everything anyone saw. Pure.
  ///
  /// @param witness what was read, if anything
  /// @param boot this boot
  /// @param recovered last block found, 0 for none
  /// @param walsClean no WAL shows frames behind its last valid commit
  /// @param cleanBlock last block when the store was closed cleanly, -1 when it was not
  static boolean proves(
      Optional<Witness> witness, UUID boot, long recovered, boolean walsClean, long cleanBlock) {
    if (witness.isPresent() && witness.get().block() > recovered) {
      return false;
    }
    if (cleanBlock == recovered) {
      return true;
    }
    if (witness.isEmpty()) {
      return false;
    }
    if (witness.get().boot().equals(boot) && witness.get().block() == recovered) {
      return true; // the kernel lived on, so nobody saw anything behind it
    }
    return walsClean;
  }
}
