package vn.binhduong.gateway.driver.simulated;

import java.time.Instant;

/// One vehicle that passed the detector.
///
/// @param at when its front passed, steps of 10 ms
/// @param kind its class
/// @param speed kilometres per hour, steps of 0.1
/// @param length metres, steps of 0.1
/// @param headway seconds since the front of the vehicle before it, steps of 0.01, at most
///   [#HEADWAY_MAX_SECONDS]
public record Vehicle(Instant at, VehicleClass kind, double speed, double length, double headway) {
  /// A longer gap is reported as this.
  public static final double HEADWAY_MAX_SECONDS = 600;
}
