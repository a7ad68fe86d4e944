package vn.binhduong.gateway.ioc.standin;

import java.time.Duration;
import java.util.List;

/// What the management server knows of the gateway, at one moment. Immutable; made by
/// [ManagementDesk].
///
/// @param registered whether the server takes it for registered; a gateway that was killed still is
/// @param since when it registered last, from the start of the demo; only when `registered`
/// @param registrations how often it has registered
/// @param objects how many objects it has
/// @param notifications how many changes of observed values it has told
/// @param values what it told last, for people, such as `/3303/0 temperature 28.3 Cel`
record Managed(
    boolean registered,
    Duration since,
    int registrations,
    int objects,
    long notifications,
    List<String> values) {
  /// Of a gateway that nobody has heard of.
  static final Managed NEVER = new Managed(false, Duration.ZERO, 0, 0, 0, List.of());

  Managed {
    values = List.copyOf(values);
  }
}
