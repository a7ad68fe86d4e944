package vn.binhduong.gateway.health;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The state of every part of the gateway at one moment: what a change of the program or of its
/// configuration is measured by.
///
/// @param states by component, such as `store`, `uplink`, `device/wx1`; at most [#COMPONENTS_MAX]
/// @param quiet the components that are ready and will not be heard of for long, see
///   [ComponentHealth#quiet]; not kept in [#bytes]
public record HealthPicture(Map<String, HealthState> states, Set<String> quiet) {
  static final int COMPONENTS_MAX = 1024;

  /// Nothing is known.
  public static final HealthPicture NOTHING = new HealthPicture(Map.of());

  /// Keeps a copy.
  public HealthPicture {
    states = Map.copyOf(states);
    quiet = Set.copyOf(quiet);
    if (states.size() > COMPONENTS_MAX) {
      throw new IllegalArgumentException(
          "expected at most %d components, found %d".formatted(COMPONENTS_MAX, states.size()));
    }
  }

  /// A picture in which every component has spoken or is to be waited for.
  public HealthPicture(Map<String, HealthState> states) {
    this(states, Set.of());
  }

  /// The picture of now.
  public static HealthPicture of(HealthBoard board) {
    Map<String, HealthState> states = new TreeMap<>();
    Set<String> quiet = new TreeSet<>();
    for (ComponentHealth component : board.snapshot()) {
      states.put(component.component(), component.state());
      if (component.quiet()) {
        quiet.add(component.component());
      }
    }
    return new HealthPicture(states, quiet);
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

  /// The parts that worked.
  public Set<String> working() {
    Set<String> working = new TreeSet<>(states.keySet());
    working.removeIf(component -> !works(component));
    return working;
  }

  /// The parts that worked here and do not in `now`, by name. One that is quiet there is none.
  ///
  /// @param counts which parts are looked at; store, control and the like are no matter of getting
  ///   worse
  public List<String> worseIn(HealthPicture now, Predicate<String> counts) {
    List<String> worse = new ArrayList<>();
    for (String component : new TreeMap<>(states).keySet()) {
      if (counts.test(component)
          && works(component)
          && !now.works(component)
          && !now.quiet().contains(component)) {
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

  /// The devices that have not been tried yet. One that is quiet has been: it was opened, and there
  /// is no more to try.
  public List<String> untried() {
    return new TreeMap<>(states)
        .entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("device/"))
            .filter(entry -> entry.getValue() == HealthState.STARTING)
            .filter(entry -> !quiet.contains(entry.getKey()))
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
