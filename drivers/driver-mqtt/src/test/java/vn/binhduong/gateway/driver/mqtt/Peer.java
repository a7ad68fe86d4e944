package vn.binhduong.gateway.driver.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A system on site that publishes over MQTT 3.1.1 with QoS 1, written out byte by byte: what comes
/// of it does not depend on the client under test.
final class Peer implements AutoCloseable {
  private static final int READ_MILLIS_MAX = 5_000;
  private static final int RETAIN = 0x01;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private int packet;

  /// Connects, anonymously.
  Peer(int port) throws IOException {
    this(port, null, null);
  }

  Peer(int port, @Nullable String username, @Nullable String password) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.setSoTimeout(READ_MILLIS_MAX);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      var body = new ByteArrayOutputStream();
      var data = new DataOutputStream(body);
      data.writeUTF("MQTT");
      data.write(4);
      data.write(username == null || password == null ? 0x02 : 0xC2);
      data.writeShort(0);
      data.writeUTF("peer-" + System.nanoTime());
      if (username != null && password != null) {
        data.writeUTF(username);
        data.writeUTF(password);
      }
      send(0x10, body.toByteArray());
      byte[] answer = receive(0x20);
      if (answer[1] != 0) {
        throw new IOException("CONNACK " + answer[1]);
      }
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Publishes and waits until the broker has it.
  void publish(String topic, String json) throws IOException {
    publish(topic, json.getBytes(StandardCharsets.UTF_8), 0);
  }

  /// Publishes a message that the broker keeps for those who subscribe later.
  void retain(String topic, String json) throws IOException {
    publish(topic, json.getBytes(StandardCharsets.UTF_8), RETAIN);
  }

  void publish(String topic, byte[] payload, int flags) throws IOException {
    var body = new ByteArrayOutputStream();
    var data = new DataOutputStream(body);
    data.writeUTF(topic);
    packet = packet % 0xFFFF + 1;
    data.writeShort(packet);
    data.write(payload);
    send(0x32 | flags, body.toByteArray());
    receive(0x40);
  }

  private void send(int head, byte[] body) throws IOException {
    var whole = new ByteArrayOutputStream();
    whole.write(head);
    int length = body.length;
    do {
      whole.write(length % 128 | (length >= 128 ? 128 : 0));
      length /= 128;
    } while (length > 0);
    whole.writeBytes(body);
    out.write(whole.toByteArray());
  }

  private byte[] receive(int head) throws IOException {
    int found = in.readUnsignedByte();
    if (found != head) {
      throw new IOException("packet 0x%02X where 0x%02X was expected".formatted(found, head));
    }
    byte[] body = new byte[in.readUnsignedByte()];
    in.readFully(body);
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
