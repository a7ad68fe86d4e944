package vn.binhduong.gateway.driver.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A course of faults, one after the other, as a text:
///
///     hang 2, garbage, unplug 3, plug
///
/// Each step says what the hardware does from then on, and for how many calls (1 without a number):
/// `hang`, `drip`, `garbage` and `unplug` are the [DeviceState]s HANGING, DRIPPING, GARBAGE and
/// GONE; `heal` and `plug` are both ANSWERING. After the last step the hardware is healed in any
/// case.
///
/// @param steps in their order, at least one
public record FaultScript(List<Step> steps) {
  /// Calls of a step at most, so that a script ends.
  public static final int CALLS_MAX = 100;

  /// One step.
  ///
  /// @param word as in the text
  /// @param calls how many calls find the hardware so, 1 to [#CALLS_MAX]
  public record Step(String word, int calls) {
    private static final Map<String, DeviceState> STATES =
        Map.of(
            "hang", DeviceState.HANGING,
            "drip", DeviceState.DRIPPING,
            "garbage", DeviceState.GARBAGE,
            "unplug", DeviceState.GONE,
            "plug", DeviceState.ANSWERING,
            "heal", DeviceState.ANSWERING);

    public Step {
      if (!STATES.containsKey(word)) {
        throw new IllegalArgumentException(
            "fault script: expected hang, drip, garbage, unplug, plug or heal, found '%s'"
                .formatted(word));
      }
      if (calls < 1 || calls > CALLS_MAX) {
        throw new IllegalArgumentException(
            "fault script: expected 1 to %d calls, found %d".formatted(CALLS_MAX, calls));
      }
    }

    /// What the hardware does in it.
    public DeviceState state() {
      return STATES.getOrDefault(word, DeviceState.ANSWERING);
    }

    static Step parse(String text) {
      String[] parts = text.strip().split("\\s+", 2);
      try {
        return new Step(parts[0], parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "fault script: expected a number of calls after '%s', found '%s'"
                .formatted(parts[0], parts[1]),
            e);
      }
    }

    @Override
    public String toString() {
      return calls == 1 ? word : word + " " + calls;
    }
  }

  private static final List<String> FAULTS = List.of("hang", "drip 2", "garbage 2", "unplug");

  public FaultScript {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("fault script: expected at least one step, found none");
    }
  }

  /// The script of a text.
  ///
  /// @throws IllegalArgumentException when it is none
  public static FaultScript of(String text) {
    return new FaultScript(Arrays.stream(text.split(",")).map(Step::parse).toList());
  }

  /// What every driver is put through: each fault alone, and each after each other.
  public static List<FaultScript> standard() {
    List<FaultScript> all = new ArrayList<>();
    for (String first : FAULTS) {
      all.add(of(first));
      for (String second : FAULTS) {
        if (!second.equals(first)) {
          all.add(of(first + ", " + second));
        }
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining(", "));
  }
}
