package vn.binhduong.gateway.driver;

/// How the devices of one kind reach their instrument.
///
///     return new Transport.OnLink(SerialLink.class);
public sealed interface Transport {
  /// On a link of the configuration: a device without one, or with one of another kind, is refused
  /// when the configuration is read.
  ///
  /// @param link what [DriverContext#link] is asked for
  record OnLink(Class<? extends Link> link) implements Transport {}

  /// By itself: a device that names a link is refused when the configuration is read.
  ///
  /// @param way what it uses instead, for people, such as `MQTT` or `/sys`: 1 to
  ///   [#WAY_CHARACTERS_MAX] characters
  record Direct(String way) implements Transport {
    /// Longest name of a way.
    public static final int WAY_CHARACTERS_MAX = 32;

    /// Refuses a way that is no name.
    public Direct {
      if (way.isBlank() || way.length() > WAY_CHARACTERS_MAX) {
        throw new IllegalArgumentException(
            "way: expected 1 to %d characters, found '%s'".formatted(WAY_CHARACTERS_MAX, way));
      }
    }
  }

  /// The driver does not say, as those that were built before it could: nothing is refused then.
  record Unstated() implements Transport {}
}
