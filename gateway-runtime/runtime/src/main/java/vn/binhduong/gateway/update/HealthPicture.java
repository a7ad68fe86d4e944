package vn.binhduong.gateway.update;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import vn.binhduong.gateway.health.HealthState;

/// The state of every part of the gateway at one moment.
///
/// @param states by component, such as `store`, `uplink`, `device/wx1`; at most [#COMPONENTS_MAX]
public record HealthPicture(Map<String, HealthState> states) {
  static final int COMPONENTS_MAX = 1024;

  /// Nothing is known.
  public static final HealthPicture NOTHING = new HealthPicture(Map.of());

  /// Keeps a copy.
  public HealthPicture {
    states = Map.copyOf(states);
    if (states.size() > COMPONENTS_MAX) {
      throw new IllegalArgumentException(
          "expected at most %d components, found %d".formatted(COMPONENTS_MAX, states.size()));
    }
  }

  byte[] bytes() {
    var text = new StringBuilder();
    new TreeMap<>(states)
        .forEach((name, state) -> text.append(state).append(' ').append(name).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads a picture; lines of another form, such as states that this version does not know, are
  /// passed over.
  static HealthPicture read(byte[] bytes) {
    Map<String, HealthState> states = new TreeMap<>();
    for (String line :
        new String(bytes, StandardCharsets.UTF_8).lines().limit(COMPONENTS_MAX).toList()) {
      String[] words = line.split(" ", 2);
      if (words.length == 2) {
        try {
          states.put(words[1], HealthState.valueOf(words[0]));
        } catch (IllegalArgumentException e) {
          // Written by a version that knows more states.
        }
      }
    }
    return new HealthPicture(states);
  }
}
