package vn.binhduong.gateway.proof.sensors;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.clock.GatewayClock;

/// A Modbus TCP peer with slaves behind it, on a loopback port of its own. An answer that drips
/// keeps its connection busy, as it would in a gateway that serves one request at a time.
public final class TcpBus implements Bus {
  private static final int BACKLOG = 16;

  private final ServerSocket server;
  private final Map<Integer, Malady> maladies = new ConcurrentHashMap<>();
  private final Map<Integer, List<Long>> requests = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Random random;

  /// @param seed of its garbage
  public TcpBus(long seed) throws IOException {
    random = new Random(seed);
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  @Override
  public String link(String name) {
    return "  %s: {type: modbus-tcp, settings: {host: 127.0.0.1, port: %d, connect-timeout: 500ms}}\n"
        .formatted(name, server.getLocalPort());
  }

  @Override
  public void malady(int unit, Malady malady) {
    maladies.put(unit, malady);
  }

  @Override
  public List<Long> requests(int unit) {
    return List.copyOf(requests.getOrDefault(unit, List.of()));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int transaction = in.readUnsignedShort();
        in.readUnsignedShort();
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        int unit = body[0] & 0xFF;
        requests
            .computeIfAbsent(unit, key -> new CopyOnWriteArrayList<>())
            .add(GatewayClock.bootTime().nanos());
        answer(socket, unit, Frames.tcp(transaction, unit, Ticks.now()));
      }
    } catch (IOException e) {
      // The peer left, or the malady was to cut it off.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private void answer(Socket socket, int unit, byte[] frame)
      throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    switch (maladies.getOrDefault(unit, Malady.NONE)) {
      case NONE -> out.write(frame);
      case SILENT -> {}
      case DRIP -> {
        for (byte one : frame) {
          out.write(one);
          TimeUnit.SECONDS.sleep(1);
        }
      }
      case GARBAGE -> out.write(Frames.garbage(frame, random));
      case WRONG_UNIT -> {
        frame[6]++;
        out.write(frame);
      }
      case HALF -> out.write(Frames.half(frame));
      case RESET -> {
        socket.setSoLinger(true, 0);
        throw new IOException("reset on purpose");
      }
      case FIN -> throw new IOException("closed on purpose");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
