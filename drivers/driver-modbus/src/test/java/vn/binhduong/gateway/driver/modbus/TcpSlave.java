package vn.binhduong.gateway.driver.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import vn.binhduong.gateway.driver.DriverException;

/// A Modbus TCP slave on loopback with 65,536 registers, register n holding n, and faults on
/// demand.
final class TcpSlave implements AutoCloseable {
  /// What it does with a request.
  @FunctionalInterface
  interface Fault {
    void serve(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /// A request as it came.
  record Request(int transaction, int unit, int function, int address, int count) {
    /// The right answer: each register holds its address, each bit whether its address is odd.
    byte[] answer() {
      return answer(transaction, unit);
    }

    byte[] answer(int transaction, int unit) {
      if (function <= 2) {
        var bits = new byte[(count + 7) / 8];
        for (int i = 0; i < count; i++) {
          bits[i / 8] |= (byte) (((address + i) & 1) << (i % 8));
        }
        return frame(
            transaction,
            unit,
            ByteBuffer.allocate(2 + bits.length)
                .put((byte) function)
                .put((byte) bits.length)
                .put(bits)
                .array());
      }
      ByteBuffer pdu = ByteBuffer.allocate(2 + 2 * count);
      pdu.put((byte) function).put((byte) (2 * count));
      for (int i = 0; i < count; i++) {
        pdu.putShort((short) (address + i));
      }
      return frame(transaction, unit, pdu.array());
    }

    byte[] refusal(int code) {
      return frame(transaction, unit, new byte[] {(byte) (function | 0x80), (byte) code});
    }
  }

  static final Fault HEALTHY = (request, out) -> out.write(request.answer());
  static final Fault SILENT = (request, out) -> {};

  /// The right answer, byte by byte.
  static final Fault DRIPPING =
      (request, out) -> {
        for (byte one : request.answer()) {
          out.write(one);
          Thread.sleep(1);
        }
      };

  private final Thread acceptor;
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Fault fault = HEALTHY;
  private final AtomicInteger connections = new AtomicInteger();

  TcpSlave() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// What happens from the next request on.
  void set(Fault fault) {
    this.fault = fault;
  }

  List<Request> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  /// Ends every connection; new ones are taken.
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  ModbusTcpLink link() throws DriverException {
    return link(Duration.ZERO);
  }

  ModbusTcpLink link(Duration gap) throws DriverException {
    return new ModbusTcpLink(
        new ModbusTcpSettings("127.0.0.1", port(), Duration.ofSeconds(1), gap), "bus1");
  }

  static byte[] frame(int transaction, int unit, byte[] pdu) {
    return ByteBuffer.allocate(7 + pdu.length)
        .putShort((short) transaction)
        .putShort((short) 0)
        .putShort((short) (1 + pdu.length))
        .put((byte) unit)
        .put(pdu)
        .array();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        int transaction = in.readUnsignedShort();
        in.readInt();
        var request =
            new Request(
                transaction,
                in.readUnsignedByte(),
                in.readUnsignedByte(),
                in.readUnsignedShort(),
                in.readUnsignedShort());
        requests.add(request);
        fault.serve(request, socket.getOutputStream());
      }
    } catch (IOException | InterruptedException e) {
      // The peer has gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      acceptor.join(); // until then the kernel still accepts for it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    hangUp();
  }
}
