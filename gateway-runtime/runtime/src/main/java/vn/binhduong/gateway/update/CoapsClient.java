package vn.binhduong.gateway.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Packages over coaps, in blocks of up to 1024 bytes (RFC 7959): goes on at the block where an
/// earlier attempt ended when the server still has the same ETag. Each block is asked for when the
/// one before it is written, so a slow disk or link never makes a queue.
final class CoapsClient implements Client {
  /// 1024 bytes, the most there is, and no more than one datagram over any link takes.
  private static final int EXPONENT = 6;

  /// Numbers of blocks have 20 bits.
  private static final long NUMBER_MAX = (1 << 20) - 1;

  private final Blocks blocks;
  private Blocks.@Nullable Connection connection;

  CoapsClient(Blocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public Reply get(URI uri, long have, String etag)
      throws IOException, InterruptedException, RefusedException {
    Blocks.Connection opened =
        blocks
            .connect(uri)
            .orElseThrow(
                () ->
                    new RefusedException(
                        ResultCode.UNSUPPORTED_PROTOCOL,
                        "coaps: expected a management server with a key or a certificate, by"
                            + " which packages are fetched too; found none"));
    connection = opened;
    long from = have >>> (EXPONENT + 4) << (EXPONENT + 4);
    Blocks.Block first = opened.get(from, EXPONENT);
    Answer answer = CoapAnswer.read(first, from, etag);
    return new Reply(
        answer,
        answer instanceof Answer.Content ? new Body(opened, first) : InputStream.nullInputStream());
  }

  @Override
  public void close() {
    Blocks.Connection opened = connection;
    if (opened != null) {
      opened.close();
    }
  }

  /// The bytes of one block after the other.
  private static final class Body extends InputStream {
    private final Blocks.Connection connection;
    private final String etag;
    private Blocks.Block block;
    private int at;

    Body(Blocks.Connection connection, Blocks.Block first) {
      this.connection = connection;
      this.etag = first.etag();
      this.block = first;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      while (at == block.payload().length) {
        if (!block.more()) {
          return -1;
        }
        next();
      }
      int count = Math.min(length, block.payload().length - at);
      System.arraycopy(block.payload(), at, into, offset, count);
      at += count;
      return count;
    }

    private void next() throws IOException {
      long offset = block.offset() + block.payload().length;
      int exponent = block.exponent();
      if (offset >>> (exponent + 4) > NUMBER_MAX || block.payload().length != 16 << exponent) {
        throw new IOException(
            "the block at %d has %d bytes, expected %d, and no more than %d blocks"
                .formatted(block.offset(), block.payload().length, 16 << exponent, NUMBER_MAX + 1));
      }
      try {
        block = connection.get(offset, exponent);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      at = 0;
      if (block.code() != CoapAnswer.CONTENT) {
        throw new IOException(
            "the server answered %s to the bytes from %d on"
                .formatted(CoapAnswer.text(block.code()), offset));
      }
      if (block.offset() != offset || !block.etag().equals(etag)) {
        throw new IOException("the server has another content since byte " + offset);
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
