package vn.binhduong.gateway.driver.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Modbus TCP slaves in this process, on a loopback port of their own, each unit with its
/// registers, and with faults on demand. Thread-safe.
///
/// Source: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, section 3.1.3 (MBAP header).
public final class ModbusTcpSlave implements AutoCloseable {
  /// How late a late answer comes.
  public static final Duration LATE = Duration.ofMillis(700);

  private static final int HEADER_BYTES = 7;
  private static final int PDU_BYTES_MAX = 253;
  private static final int CONNECTIONS_MAX = 16;

  private final Thread acceptor;
  private final ServerSocket server;
  private final Map<Integer, RegisterBank> units = new ConcurrentHashMap<>();
  private final Map<Integer, SlaveFault> faults = new ConcurrentHashMap<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final Random garbage = new Random(7);

  /// Begins to listen on an ephemeral loopback port.
  public ModbusTcpSlave() throws IOException {
    server = new ServerSocket(0, CONNECTIONS_MAX, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofPlatform().daemon().name("modbus-slave").start(this::accept);
  }

  /// The port.
  public int port() {
    return server.getLocalPort();
  }

  /// The registers of a unit, which exists from now on. Requests to other units stay unanswered.
  public RegisterBank unit(int unit) {
    return units.computeIfAbsent(unit, ignored -> new RegisterBank());
  }

  /// From now on a unit misbehaves like this.
  public void fault(int unit, SlaveFault fault) {
    faults.put(unit, fault);
  }

  /// Requests received so far, to any unit.
  public int requests() {
    return requests.get();
  }

  /// Cuts every connection; new ones are accepted.
  public void disconnect() {
    connections.forEach(ModbusTcpSlave::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        connections.add(socket);
        Thread.ofPlatform().daemon().name("modbus-slave-connection").start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] header = new byte[HEADER_BYTES];
      while (true) {
        in.readFully(header);
        int bytes = ((header[4] & 0xFF) << 8) | (header[5] & 0xFF);
        if (bytes < 2 || bytes > PDU_BYTES_MAX + 1) {
          return;
        }
        byte[] pdu = new byte[bytes - 1];
        in.readFully(pdu);
        requests.incrementAndGet();
        answer(socket.getOutputStream(), header, pdu);
      }
    } catch (IOException | UncheckedIOException | InterruptedException gone) {
      // The peer left, or the fault was to cut the connection.
    } finally {
      connections.remove(socket);
    }
  }

  private void answer(OutputStream out, byte[] header, byte[] request)
      throws IOException, InterruptedException {
    int unit = header[6] & 0xFF;
    RegisterBank bank = units.get(unit);
    if (bank == null) {
      return;
    }
    byte[] pdu = bank.answer(request);
    byte[] frame =
        ByteBuffer.allocate(HEADER_BYTES + pdu.length)
            .put(header, 0, 4)
            .putShort((short) (pdu.length + 1))
            .put((byte) unit)
            .put(pdu)
            .array();
    switch (faults.getOrDefault(unit, SlaveFault.NONE)) {
      case NONE -> out.write(frame);
      case HANG -> {}
      case SHORT_FRAME -> out.write(Arrays.copyOf(frame, frame.length - 3));
      case WRONG_UNIT -> {
        frame[6]++;
        out.write(frame);
      }
      case WRONG_TRANSACTION -> {
        frame[1] ^= 0x55;
        out.write(frame);
      }
      case LATE -> {
        Thread.sleep(LATE);
        out.write(frame);
      }
      case DISCONNECT -> throw new IOException("cut on purpose");
      case GARBAGE, WRONG_CHECKSUM -> {
        synchronized (garbage) {
          garbage.nextBytes(frame);
        }
        out.write(frame);
      }
    }
  }

  /// Stops listening and cuts every connection.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    try {
      acceptor.join(); // until then the kernel still accepts for it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    disconnect();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is gone either way.
    }
  }
}
