package vn.binhduong.gateway.acquisition;

import java.util.function.Consumer;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.model.Sample;

/// What all links share.
///
/// @param samples takes every sample; what it throws is logged here and never reaches a driver
/// @param opened is told of every device that opened
record Host(
    AcquisitionSettings settings,
    GatewayClock clock,
    HealthBoard health,
    Consumer<Sample> samples,
    Consumer<DeviceInfo> opened,
    Watch watch) {

  long nanos() {
    return clock.now().nanos();
  }
}
