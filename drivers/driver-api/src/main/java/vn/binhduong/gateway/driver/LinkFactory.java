package vn.binhduong.gateway.driver;

import java.util.OptionalInt;

/// Makes links of one kind. Found with [java.util.ServiceLoader]; stateless; its constructor does
/// no I/O.
///
/// @param <C> the settings: a record whose components carry [Option]
public interface LinkFactory<C extends Record> {
  /// The name used in `gateway.yaml`, such as `modbus-tcp`: 1 to 32 characters of `a-z 0-9 -`.
  String type();

  /// The settings record.
  Class<C> settings();

  /// The speed of the line with these settings, in bits per second, to be compared with what
  /// instruments on it can have. Pure; empty where the transport has none.
  default OptionalInt baud(C settings) {
    return OptionalInt.empty();
  }

  /// Opens the link. Where the transport can connect lazily (a TCP peer), it may return before the
  /// peer is reached and report the loss from its calls.
  ///
  /// Its return type says what kind of link it makes: a factory that declares `SerialLink` serves
  /// every driver that asks for one.
  ///
  /// @param name the name of the link in the configuration, for messages
  /// @throws DriverException when the port or peer cannot be had
  /// @throws InterruptedException when the host wants the thread back
  Link open(C settings, String name) throws DriverException, InterruptedException;
}
