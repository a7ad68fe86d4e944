package vn.binhduong.gateway.ioc.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One thing the demo does to the system at a planned moment.
///
/// @param what what is done
/// @param device device it is done to; empty for all but unplug and replug
/// @param at time since the start of the demo
record Fault(Kind what, String device, Duration at) {
  /// What can be done.
  enum Kind {
    /// Cut the link; connections are reset.
    CUT(false),
    /// Cut the link so that nothing is reset and nothing passes.
    SILENCE(false),
    /// Restore the link.
    RESTORE(false),
    /// SIGKILL the gateway and start it again.
    KILL(false),
    /// Put a good configuration on trial, from afar.
    CONFIG(false),
    /// Put one on trial that leads to a broker that is not there.
    MISCONFIG(false),
    /// Update the program to a next version, from afar.
    UPDATE(false),
    /// Update it to one that cannot start.
    BADUPDATE(false),
    /// Unplug a sensor.
    UNPLUG(true),
    /// Plug it in again.
    REPLUG(true);

    private final boolean needsDevice;

    Kind(boolean needsDevice) {
      this.needsDevice = needsDevice;
    }

    /// Whether the gateway has to be installed in slots for it.
    boolean updates() {
      return this == UPDATE || this == BADUPDATE;
    }
  }

  private static final Pattern FAULT =
      Pattern.compile("([a-z]+)(?::([A-Za-z0-9.-]{1,32}))?@([0-9]+(?:ms|s|min))");

  /// Reads a script such as `cut@15s,restore@30s,unplug:wx1@20s`; the result is in the order of
  /// time.
  ///
  /// @throws IllegalArgumentException naming everything that is wrong
  static List<Fault> parseScript(String script) {
    List<Fault> faults = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String text : script.split(",", -1)) {
      try {
        faults.add(parse(text.strip()));
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    faults.sort(Comparator.comparing(Fault::at));
    return List.copyOf(faults);
  }

  private static Fault parse(String text) {
    Matcher matcher = FAULT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "fault '%s': expected such as cut@15s, restore@30s, kill@40s, unplug:wx1@20s"
              .formatted(text));
    }
    for (Kind kind : Kind.values()) {
      if (kind.name().equalsIgnoreCase(matcher.group(1))) {
        String device = matcher.group(2) == null ? "" : matcher.group(2);
        if (kind.needsDevice == device.isEmpty()) {
          throw new IllegalArgumentException(
              "fault '%s': expected %s device".formatted(text, kind.needsDevice ? "a" : "no"));
        }
        return new Fault(kind, device, Durations.parse(matcher.group(3)));
      }
    }
    throw new IllegalArgumentException(
        "fault '%s': '%s' is none of cut, silence, restore, kill, config, misconfig, update, badupdate, unplug, replug"
            .formatted(text, matcher.group(1)));
  }
}
