package vn.binhduong.gateway.health;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The state of every part of the gateway at one moment: what a change of the program or of its
/// configuration is measured by.
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

  /// The picture of now.
  public static HealthPicture of(HealthBoard board) {
    Map<String, HealthState> states = new TreeMap<>();
    for (ComponentHealth component : board.snapshot()) {
      states.put(component.component(), component.state());
    }
    return new HealthPicture(states);
  }

  /// The state of a part; null when it is not in the picture.
  public @Nullable HealthState state(String component) {
    return states.get(component);
  }

  /// Whether a part did what it is for at that moment.
  public boolean works(String component) {
    HealthState state = states.get(component);
    return state == HealthState.OK || state == HealthState.DEGRADED;
  }

  /// The parts that worked here and do not in `now`, by name.
  ///
  /// @param counts which parts are looked at; store, control and the like are no matter of getting
  ///   worse
  public List<String> worseIn(HealthPicture now, Predicate<String> counts) {
    List<String> worse = new ArrayList<>();
    for (String component : new TreeMap<>(states).keySet()) {
      if (counts.test(component) && works(component) && !now.works(component)) {
        worse.add(component);
      }
    }
    return worse;
  }

  /// Whether a part speaks to the world outside: the uplink, management, a link or a device.
  public static boolean outside(String component) {
    return component.equals("uplink")
        || component.equals("management")
        || component.startsWith("device/")
        || component.startsWith("link/");
  }

  /// The devices that have not been tried yet.
  public List<String> untried() {
    return new TreeMap<>(states)
        .entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("device/"))
            .filter(entry -> entry.getValue() == HealthState.STARTING)
            .map(Map.Entry::getKey)
            .toList();
  }

  /// A line for each part, for [#read].
  public byte[] bytes() {
    var text = new StringBuilder();
    new TreeMap<>(states)
        .forEach((name, state) -> text.append(state).append(' ').append(name).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads a picture; lines of another form, such as states that this version does not know, are
  /// passed over.
  public static HealthPicture read(byte[] bytes) {
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
