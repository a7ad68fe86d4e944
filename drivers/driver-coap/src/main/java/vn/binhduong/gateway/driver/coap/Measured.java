package vn.binhduong.gateway.driver.coap;

import java.util.List;
import vn.binhduong.gateway.driver.Reading;

/// What belongs to one instant of a payload.
///
/// @param ageMillis how long before the arrival of the payload, from 0
/// @param readings at least one, each channel at most once
record Measured(long ageMillis, List<Reading> readings) {
  Measured {
    readings = List.copyOf(readings);
    if (ageMillis < 0 || readings.isEmpty()) {
      throw new IllegalArgumentException("%d ms, %s".formatted(ageMillis, readings));
    }
  }
}
