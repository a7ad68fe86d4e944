package vn.binhduong.gateway.driver.coap;

import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;

/// One server, to which many nodes post. Each device has an [Inbox] at a path of its own; what its
/// node posts is judged and queued on the thread of the server, and taken from there by the poll of
/// the device, so that no device waits for another.
public interface CoapServerLink extends Link {
  /// Gives an inbox its path.
  ///
  /// @throws DriverException MISCONFIGURED when the path is taken, or the inbox does not fit the
  ///   security of the server; UNAVAILABLE when the link is closed
  void enter(Inbox inbox) throws DriverException;

  /// Takes it away again; nothing when it has none.
  void leave(Inbox inbox);

  /// Whether the server listens.
  boolean isOpen();
}
