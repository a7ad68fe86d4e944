package vn.binhduong.gateway.acquisition;

import java.util.Map;
import java.util.function.Consumer;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.model.Sample;

/// What all links share.
///
/// @param samples takes every sample; what it throws is logged here and never reaches a driver
/// @param opened is told of every device that opened
/// @param heldBack devices to be left alone at first, by id; taken from it when they are taken up
/// @param memory what devices remember over restarts
/// @param allocations what the calls into each device allocate
/// @param heap is told when a call fails for want of memory
record Host(
    AcquisitionSettings settings,
    GatewayClock clock,
    HealthBoard health,
    Consumer<Sample> samples,
    Consumer<DeviceInfo> opened,
    Watch watch,
    Map<String, HeldBack> heldBack,
    Memory memory,
    Allocations allocations,
    HeapWatch heap) {

  long nanos() {
    return clock.now().nanos();
  }
}
