package vn.binhduong.gateway.contract;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The zlib form (RFC 1950) around a pack.
final class Zlib {
  /// First byte of what [#deflate] writes: deflate with a window of 32 KiB.
  static final byte FIRST_BYTE = 0x78;

  private static final int CHUNK_BYTES = 8192;

  private Zlib() {}

  static byte[] deflate(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
      byte[] chunk = new byte[CHUNK_BYTES];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    }
  }

  static byte[] inflate(byte[] bytes, int bytesMax) throws ContractException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(bytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(bytesMax, bytes.length * 3));
      byte[] chunk = new byte[CHUNK_BYTES];
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        if (count == 0 && !inflater.finished()) {
          throw new ContractException(
              "pack",
              "zlib",
              inflater.needsDictionary() ? "a preset dictionary" : "an end after the bytes given",
              "a whole zlib stream");
        }
        if (out.size() + count > bytesMax) {
          throw new ContractException(
              "pack", "zlib", "more when inflated", "at most " + bytesMax + " bytes");
        }
        out.write(chunk, 0, count);
      }
      if (inflater.getRemaining() > 0) {
        throw new ContractException(
            "pack", "zlib", inflater.getRemaining() + " bytes after the end", "nothing more");
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new ContractException(
          "pack", "zlib", Problem.shown(String.valueOf(e.getMessage())), "a whole zlib stream");
    }
  }
}
