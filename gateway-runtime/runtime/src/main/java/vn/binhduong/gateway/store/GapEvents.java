package vn.binhduong.gateway.store;

import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;

/// The gap records of the contract: `{"ep":…,"dev":…,"from":…,"to":…,"why":…}`.
final class GapEvents {
  static final String KIND = "gap";

  private GapEvents() {}

  static Event of(BootTime at, StreamKey key, Range range, GapReason why) {
    return new Event(
        at,
        KIND,
        "{\"ep\":\"%s\",\"dev\":\"%s\",\"from\":%d,\"to\":%d,\"why\":\"%s\"}"
            .formatted(key.epoch(), key.device(), range.from(), range.to(), why.wire()));
  }
}
