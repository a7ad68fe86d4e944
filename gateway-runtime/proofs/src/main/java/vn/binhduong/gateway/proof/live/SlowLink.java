package vn.binhduong.gateway.proof.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP proxy on loopback that stands for a radio link: so many bytes a second, so much delay, and
/// a deep buffer before it, as modems have. Whoever fills the buffer waits behind what they put
/// there.
///
/// Thread-safe; four threads a connection.
final class SlowLink implements AutoCloseable {
  /// What the modem buffers in each direction: several seconds of a slow link.
  static final int BUFFER_BYTES = 256 << 10;

  private static final int CHUNK_BYTES = 1_400;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final double bytesPerSecond;
  private final long delayNanos;
  private final AtomicLong upBytes = new AtomicLong();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, int length, long dueNanos) {}

  /// @param bytesPerSecond in each direction
  /// @param delayMillis one way
  SlowLink(int targetPort, double bytesPerSecond, long delayMillis) throws IOException {
    this.bytesPerSecond = bytesPerSecond;
    this.delayNanos = delayMillis * 1_000_000;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.target = new InetSocketAddress(loopback, targetPort);
    this.listener = new ServerSocket(0, 16, loopback);
    Thread.ofVirtual().name("slow-link").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Bytes that went from the gateway to the broker.
  long upBytes() {
    return upBytes.get();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket near = listener.accept();
        Socket far = new Socket();
        sockets.add(near);
        sockets.add(far);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        far.connect(target, CONNECT_TIMEOUT_MILLIS);
        direction(near, far, upBytes);
        direction(far, near, new AtomicLong());
      } catch (IOException e) {
        // One connection failed, or all is over; a gateway will make another.
      }
    }
  }

  private void direction(Socket from, Socket to, AtomicLong count) {
    BlockingQueue<Chunk> modem = new ArrayBlockingQueue<>(BUFFER_BYTES);
    Semaphore room = new Semaphore(BUFFER_BYTES);
    Thread.ofVirtual().start(() -> take(from, modem, room, count));
    Thread.ofVirtual().start(() -> give(from, to, modem, room));
  }

  private void take(Socket from, BlockingQueue<Chunk> modem, Semaphore room, AtomicLong count) {
    long freeAt = System.nanoTime();
    try {
      InputStream in = from.getInputStream();
      while (true) {
        byte[] bytes = new byte[CHUNK_BYTES];
        int length = in.read(bytes);
        if (length > 0) {
          room.acquire(length);
          count.addAndGet(length);
        }
        freeAt =
            Math.max(freeAt, System.nanoTime())
                + (long) (Math.max(0, length) / bytesPerSecond * 1e9);
        modem.put(new Chunk(bytes, length, freeAt + delayNanos));
        if (length < 0) {
          return;
        }
      }
    } catch (IOException e) {
      modem.offer(new Chunk(new byte[0], -1, System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void give(Socket from, Socket to, BlockingQueue<Chunk> modem, Semaphore room) {
    try {
      OutputStream out = to.getOutputStream();
      while (true) {
        Chunk chunk = modem.take();
        TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
        if (chunk.length() < 0) {
          to.shutdownOutput();
          return;
        }
        out.write(chunk.bytes(), 0, chunk.length());
        room.release(chunk.length());
      }
    } catch (IOException e) {
      try {
        from.close();
        to.close();
      } catch (IOException gone) {
        // Closed already.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
