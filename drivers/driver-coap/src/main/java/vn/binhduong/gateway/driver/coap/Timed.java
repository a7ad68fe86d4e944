package vn.binhduong.gateway.driver.coap;

import java.time.Instant;
import java.util.List;
import vn.binhduong.gateway.driver.Reading;

/// A sample that is ready to be emitted.
///
/// @param at when it was measured, by the clock of the device
/// @param readings at least one
record Timed(Instant at, List<Reading> readings) {}
