package vn.binhduong.gateway.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Lines over a socket, with a bound on their length and on every wait. Used by one thread; only
/// [#close] may come from another and ends a wait there.
final class LineChannel implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer input = ByteBuffer.allocate(8192).flip();

  /// A line was longer than allowed; the rest of the input cannot be understood any more.
  static final class LineTooLong extends IOException {
    private static final long serialVersionUID = 1L;

    LineTooLong(int bytesMax) {
      super("a line of more than " + bytesMax + " bytes");
    }
  }

  LineChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    try {
      channel.configureBlocking(false);
      selector = Selector.open();
      key = channel.register(selector, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// The next line without its end, or null when the other side closed.
  ///
  /// @param bytesMax longest line
  /// @param idle longest wait for its first byte
  /// @param whole longest wait from its first byte to its end
  /// @throws SocketTimeoutException when a wait ended without it
  @Nullable String read(int bytesMax, Duration idle, Duration whole) throws IOException {
    var line = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + idle.toNanos();
    boolean begun = false;
    while (true) {
      while (input.hasRemaining()) {
        byte next = input.get();
        if (next == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        if (line.size() == bytesMax) {
          throw new LineTooLong(bytesMax);
        }
        line.write(next);
      }
      if (!begun && line.size() > 0) {
        begun = true;
        deadline = System.nanoTime() + whole.toNanos();
      }
      input.clear();
      int count = channel.read(input);
      input.flip();
      if (count < 0) {
        return null;
      }
      if (count == 0) {
        await(SelectionKey.OP_READ, deadline);
      }
    }
  }

  /// Writes a line and its end.
  ///
  /// @param limit longest wait until all of it is taken
  /// @throws SocketTimeoutException when the other side did not take it in time
  void write(String line, Duration limit) throws IOException {
    ByteBuffer output = StandardCharsets.UTF_8.encode(line + "\n");
    long deadline = System.nanoTime() + limit.toNanos();
    while (output.hasRemaining()) {
      if (channel.write(output) == 0) {
        await(SelectionKey.OP_WRITE, deadline);
      }
    }
  }

  /// Throws away what comes until the other side closes: closing a socket with unread bytes would
  /// take the last answer from it.
  ///
  /// @param bytesMax most bytes
  /// @param limit longest time
  void drain(int bytesMax, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    int drained = 0;
    while (drained < bytesMax) {
      input.clear();
      int count = channel.read(input);
      if (count < 0) {
        return;
      }
      drained += count;
      if (count == 0) {
        await(SelectionKey.OP_READ, deadline);
      }
    }
  }

  private void await(int what, long deadline) throws IOException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException(
          what == SelectionKey.OP_READ ? "nothing came in time" : "nothing was taken in time");
    }
    key.interestOps(what);
    selector.select(millis);
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
