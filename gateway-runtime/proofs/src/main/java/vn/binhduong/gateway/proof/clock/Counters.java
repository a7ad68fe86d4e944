package vn.binhduong.gateway.proof.clock;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import vn.binhduong.gateway.ioc.verify.TruthRow;

/// Instruments that count how often they were asked: units 1, 2 ... behind one Modbus TCP peer.
/// Each value occurs once, so each sample tells which answer it was, however wrong its time is.
///
/// The instants of the answers are of this process's monotonic clock, noted before an answer
/// leaves.
final class Counters implements AutoCloseable {
  /// Modbus application header without the unit id (Modbus Messaging on TCP/IP, 3.1.3).
  private static final int HEADER_BYTES = 6;

  private static final int REQUEST_BYTES_MAX = 260;

  /// An answer.
  ///
  /// @param probe whether it was the first of a connection, which only proves that the unit is
  ///   there
  record Served(String device, long count, long nanos, boolean probe) {}

  private final ServerSocket listener;
  private final List<Served> served = new ArrayList<>();
  private final Map<Integer, Long> counts = new HashMap<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  Counters() throws IOException {
    listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("counters").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Name of the device of a unit.
  static String device(int unit) {
    return "c" + unit;
  }

  /// All answers so far, oldest first.
  List<Served> served() {
    synchronized (served) {
      return List.copyOf(served);
    }
  }

  /// The same as truth rows; their time is that of [Scene#steady].
  List<TruthRow> truth() {
    return served().stream()
        .map(
            s ->
                new TruthRow(
                    s.device(),
                    Scene.steadyMillis(s.nanos()),
                    Map.of("count", (double) s.count()),
                    s.probe()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Thread.ofPlatform().daemon().name("counters-peer").start(() -> talk(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void talk(Socket socket) {
    Set<Integer> known = new HashSet<>();
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
          throw new EOFException();
        }
        int length = ByteBuffer.wrap(header).getShort(4) & 0xFFFF;
        if (length < 6 || length > REQUEST_BYTES_MAX) {
          throw new IOException("request of %d bytes".formatted(length));
        }
        ByteBuffer request = ByteBuffer.wrap(in.readNBytes(length));
        int unit = request.get(0) & 0xFF;
        int quantity = request.getShort(4) & 0xFFFF;
        ByteBuffer answer = ByteBuffer.allocate(HEADER_BYTES + 3 + 2 * quantity);
        answer.put(header, 0, 4).putShort((short) (3 + 2 * quantity));
        answer.put((byte) unit).put(request.get(1)).put((byte) (2 * quantity));
        answer.putInt((int) count(unit, known.add(unit)));
        out.write(answer.array());
        out.flush();
      }
    } catch (IOException e) {
      // The gateway is gone, or we are closed.
    } finally {
      sockets.remove(socket);
    }
  }

  private long count(int unit, boolean probe) {
    synchronized (served) {
      long count = counts.merge(unit, 1L, Long::sum);
      served.add(new Served(device(unit), count, ScriptedClock.now(), probe));
      return count;
    }
  }
}
