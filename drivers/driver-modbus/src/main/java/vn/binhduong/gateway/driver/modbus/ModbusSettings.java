package vn.binhduong.gateway.driver.modbus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.driver.Option;

/// One device on a Modbus link.
///
/// @param unitId the unit (slave) to ask, 0 to 255
/// @param profile what it is
/// @param channels the channels this unit has; empty: all of the profile, where it allows that
/// @param options its choice for each option of the profile
/// @param timeout how long to wait for each answer
/// @param retries how often one poll may ask again, over all its requests, 0 to 3
public record ModbusSettings(
    @Option(doc = "Unit (slave) id.", min = "0", max = "255", example = "1") int unitId,
    @Option(
            doc = "What the device is: the name of a profile, or the register map itself.",
            profiles = "modbus",
            example = "renke-anemometer")
        RegisterMap profile,
    @Option(
            doc =
                "The channels of the profile that this unit has; none: all, unless the profile"
                    + " wants them listed.",
            max = "256")
        List<String> channels,
    @Option(doc = "Choices where units of one model differ, by the options of the profile.")
        Map<String, String> options,
    @Option(doc = "How long to wait for each answer.", fallback = "1s", min = "20ms", max = "30s")
        Duration timeout,
    @Option(
            doc = "How often one poll may ask again after no answer or a broken one.",
            fallback = "1",
            min = "0",
            max = "3")
        int retries) {
  public ModbusSettings {
    channels = List.copyOf(channels);
    options = Map.copyOf(options);
    if (timeout.compareTo(Duration.ofMillis(20)) < 0) {
      throw new IllegalArgumentException(
          "timeout: expected at least 20 ms, found " + timeout.toMillis() + " ms");
    }
    profile.registersFor(channels, options);
  }

  /// The registers this unit has.
  List<Register> registers() {
    return profile.registersFor(channels, options);
  }
}
