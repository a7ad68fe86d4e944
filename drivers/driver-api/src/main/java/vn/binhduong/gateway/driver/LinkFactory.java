package vn.binhduong.gateway.driver;

/// Makes links of one kind. Found with [java.util.ServiceLoader]; stateless; its constructor does
/// no I/O.
///
/// @param <C> the settings: a record whose components carry [Option]
public interface LinkFactory<C extends Record> {
  /// The name used in `gateway.yaml`, such as `modbus-tcp`: 1 to 32 characters of `a-z 0-9 -`.
  String type();

  /// The settings record.
  Class<C> settings();

  /// Opens the link. Where the transport can connect lazily (a TCP peer), it may return before the
  /// peer is reached and report the loss from its calls.
  ///
  /// @param name the name of the link in the configuration, for messages
  /// @throws DriverException when the port or peer cannot be had
  /// @throws InterruptedException when the host wants the thread back
  Link open(C settings, String name) throws DriverException, InterruptedException;
}
