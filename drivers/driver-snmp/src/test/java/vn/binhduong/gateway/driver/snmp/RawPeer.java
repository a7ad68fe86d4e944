package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// A UDP peer on loopback that answers each datagram with datagrams of the test.
final class RawPeer implements AutoCloseable {
  /// Tags of a GET and of the RESPONSE to it (RFC 3416 §3).
  private static final byte GET = (byte) 0xA0;

  private static final byte RESPONSE = (byte) 0xA2;

  private final DatagramSocket socket =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private volatile Function<byte[], List<byte[]>> answers;

  RawPeer(Function<byte[], List<byte[]>> answers) throws IOException {
    this.answers = answers;
    Thread.ofPlatform().daemon().name("raw peer").start(this::serve);
  }

  /// The v2c RESPONSE to a v2c GET: the same bytes with another tag; its values are NULL.
  static byte[] responseTo(byte[] get) {
    byte[] answer = get.clone();
    answer[pduAt(get)] = RESPONSE;
    return answer;
  }

  /// Where the PDU begins: behind the header of the message, the version and the community.
  private static int pduAt(byte[] message) {
    int community = (message[1] & 0x80) == 0 ? 5 : 5 + (message[1] & 0x7F);
    int at = community + 2 + message[community + 1];
    if (message[at] != GET) {
      throw new IllegalArgumentException("expected a GET at byte " + at);
    }
    return at;
  }

  void answer(Function<byte[], List<byte[]>> answers) {
    this.answers = answers;
  }

  /// Settings of a link to it.
  SnmpLinkSettings settings(Duration timeout, int retries) {
    return new SnmpLinkSettings(
        "127.0.0.1",
        socket.getLocalPort(),
        SnmpVersion.V2C,
        "public",
        null,
        Security.AUTH_PRIV,
        AuthProtocol.SHA_256,
        null,
        PrivProtocol.AES_128,
        null,
        null,
        timeout,
        retries);
  }

  private void serve() {
    byte[] buffer = new byte[UdpSocket.BYTES_MAX];
    while (true) {
      var packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] request = java.util.Arrays.copyOf(buffer, packet.getLength());
        for (byte[] answer : answers.apply(request)) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
