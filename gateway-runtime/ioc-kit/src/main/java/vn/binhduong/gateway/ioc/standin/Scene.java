package vn.binhduong.gateway.ioc.standin;

import java.time.Duration;
import java.util.List;

/// Everything the terminal view shows, at one moment. Immutable; made by the stand-in, drawn by
/// [View].
///
/// @param elapsed time since the start
/// @param seed of the demo
/// @param linkUp whether bytes pass between gateway and IOC
/// @param gateway state of the gateway process, such as `running, pid 4711`
/// @param online what the gateway's own state topic says
/// @param waiting samples that were measured and have not arrived yet
/// @param backlog what the gateway itself last called its backlog, samples and events; -1 when it
///   has not said
/// @param rowsPerSecond samples that arrived per second, over the last seconds
/// @param bytesPerSecond bytes from gateway to IOC per second, over the last seconds
/// @param messagesValid messages that are as the schemas say
/// @param messagesInvalid messages that are not
/// @param managed what the management server knows of the gateway
/// @param devices one for each stream
/// @param news last events, oldest first
/// @param keys whether keys can be pressed
record Scene(
    Duration elapsed,
    long seed,
    boolean linkUp,
    String gateway,
    boolean online,
    long waiting,
    long backlog,
    double rowsPerSecond,
    double bytesPerSecond,
    long messagesValid,
    long messagesInvalid,
    Managed managed,
    List<DeviceLine> devices,
    List<String> news,
    boolean keys) {
  Scene {
    devices = List.copyOf(devices);
    news = List.copyOf(news);
  }

  /// One device.
  ///
  /// @param device id
  /// @param unplugged whether the demo has unplugged it
  /// @param age time since the newest sample was measured; negative when there is none
  /// @param last greatest number received
  /// @param received how many numbers were received
  /// @param missing how many numbers are missing now
  /// @param duplicates how many arrived twice
  /// @param late how many arrived after a greater number
  /// @param values the newest readings, in the order of the catalogue
  record DeviceLine(
      String device,
      boolean unplugged,
      Duration age,
      long last,
      long received,
      long missing,
      long duplicates,
      long late,
      List<Value> values) {
    DeviceLine {
      values = List.copyOf(values);
    }
  }

  /// One reading.
  ///
  /// @param channel its name
  /// @param value NaN when the quality is bad
  /// @param unit SenML symbol, empty when the catalogue has not come
  /// @param quality quality code, empty for good
  record Value(String channel, double value, String unit, String quality) {}
}
