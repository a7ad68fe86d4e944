package vn.binhduong.gateway.model;

import java.util.List;
import vn.binhduong.gateway.driver.Reading;

/// All readings of one device that belong to one instant; stored and sent all or none.
///
/// @param device id of the device, `[A-Za-z0-9.-]`, 1 to 32 characters, not `gateway`
/// @param at when it was measured
/// @param readings at least one; each channel at most once
public record Sample(String device, BootTime at, List<Reading> readings) implements Entry {
  public Sample {
    if (device.equals(GATEWAY)) {
      throw new IllegalArgumentException("device: 'gateway' is reserved for the gateway stream");
    }
    if (readings.isEmpty()) {
      throw new IllegalArgumentException("sample of " + device + ": expected at least one reading");
    }
    readings = List.copyOf(readings);
  }

  @Override
  public Sample withAt(BootTime at) {
    return new Sample(device, at, readings);
  }
}
