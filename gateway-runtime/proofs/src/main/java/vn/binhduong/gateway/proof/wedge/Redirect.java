package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/// Every CONNECT is answered by the address of another server. The gateway must not go there: who
/// can answer in place of a broker could take it away with one packet.
final class Redirect implements Trouble {
  private final int reasonCode;
  private final List<String> breaches;
  private Trouble refusing = Trouble.NONE;
  private volatile boolean over;

  /// @param reasonCode 0x9C or 0x9D
  /// @param breaches takes it down when the gateway follows
  Redirect(int reasonCode, List<String> breaches) {
    this.reasonCode = reasonCode;
    this.breaches = breaches;
  }

  @Override
  public void begins(MqttLink link) throws IOException {
    ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    String address = "127.0.0.1:" + elsewhere.getLocalPort();
    refusing = Troubles.refusing(reasonCode, Packet.property(0x1C, address));
    refusing.begins(link);
    Thread.ofVirtual().start(() -> watch(elsewhere));
  }

  @Override
  public void ends(MqttLink link) {
    over = true;
  }

  private void watch(ServerSocket elsewhere) {
    try (elsewhere) {
      elsewhere.setSoTimeout(200);
      while (!over) {
        try {
          elsewhere.accept().close();
          breaches.add("went to the server that a CONNACK named");
        } catch (java.net.SocketTimeoutException e) {
          // Nobody came: right.
        }
      }
    } catch (IOException e) {
      breaches.add("the other server: " + e);
    }
  }

  @Override
  public Door door(int connection) {
    return refusing.door(connection);
  }

  @Override
  public void up(Packet packet, MqttLink.Connection on) throws IOException {
    refusing.up(packet, on);
  }
}
