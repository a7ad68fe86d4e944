package vn.binhduong.gateway.driver.snmp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snmp4j.TransportMapping;
import org.snmp4j.TransportStateReference;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.TransportListener;

/// Where SNMP4J puts a message instead of sending it.
final class Outbox implements TransportMapping<UdpAddress> {
  private byte @Nullable [] message;

  /// The message put in last.
  byte[] take() {
    byte[] taken = Objects.requireNonNull(message, "no message was made");
    message = null;
    return taken;
  }

  @Override
  public void sendMessage(
      UdpAddress address,
      byte[] message,
      TransportStateReference reference,
      long timeoutMillis,
      int retriesMax) {
    this.message = message;
  }

  @Override
  public Class<UdpAddress> getSupportedAddressClass() {
    return UdpAddress.class;
  }

  @Override
  public @Nullable UdpAddress getListenAddress() {
    return null;
  }

  @Override
  public int getMaxInboundMessageSize() {
    return UdpSocket.BYTES_MAX;
  }

  @Override
  public boolean isListening() {
    return true;
  }

  @Override
  public void addTransportListener(TransportListener listener) {}

  @Override
  public void removeTransportListener(TransportListener listener) {}

  @Override
  public void listen() {}

  @Override
  public void close() {}
}
