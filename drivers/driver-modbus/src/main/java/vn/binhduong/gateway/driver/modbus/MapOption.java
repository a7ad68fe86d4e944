package vn.binhduong.gateway.driver.modbus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Something in which units of one model differ, so that it must be chosen for each unit: a scale
/// that the maker changed between batches, a quantity that moved to another register.
///
/// @param doc what differs and how to find out
/// @param channels the channels it concerns; at least one
/// @param choices the allowed answers, at least two
/// @param fallback the choice taken where the device names none; null: the device must choose
public record MapOption(
    @Option(doc = "What differs between units, and how to find out.") String doc,
    @Option(doc = "The channels it concerns.", min = "1", max = "64") List<String> channels,
    @Option(doc = "The allowed choices, and what each changes.") Map<String, Choice> choices,
    @Option(
            doc =
                "The choice taken where the device names none; without it each device must choose.",
            optional = true)
        @Nullable String fallback) {
  public MapOption {
    channels = List.copyOf(channels);
    choices = Map.copyOf(choices);
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("option: expected at least one channel, found none");
    }
    if (choices.size() < 2) {
      throw new IllegalArgumentException(
          "option: expected at least two choices, found " + choices.size());
    }
    if (fallback != null && !choices.containsKey(fallback)) {
      throw new IllegalArgumentException(
          "option: fallback '%s' is none of %s".formatted(fallback, sorted(choices)));
    }
    boolean moves = choices.values().stream().anyMatch(choice -> choice.address() != null);
    if (moves && channels.size() > 1) {
      throw new IllegalArgumentException(
          "option: a choice that changes the address is for one channel, found " + channels);
    }
  }

  /// The choice a device makes.
  ///
  /// @param name of this option, for messages
  /// @param chosen what the device names, or null
  /// @throws IllegalArgumentException when that is not allowed, or nothing is named and nothing is
  ///   the fallback
  Choice choice(String name, @Nullable String chosen) {
    String wanted = chosen != null ? chosen : fallback;
    if (wanted == null) {
      throw new IllegalArgumentException(
          "options: %s must be chosen, one of %s (%s)".formatted(name, sorted(choices), doc));
    }
    Choice choice = choices.get(wanted);
    if (choice == null) {
      throw new IllegalArgumentException(
          "options: %s: expected one of %s, found '%s'".formatted(name, sorted(choices), wanted));
    }
    return choice;
  }

  private static Iterable<String> sorted(Map<String, ?> map) {
    return new TreeMap<>(map).keySet();
  }
}
