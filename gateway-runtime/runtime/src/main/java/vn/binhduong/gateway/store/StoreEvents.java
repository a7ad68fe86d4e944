package vn.binhduong.gateway.store;

import java.util.Optional;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Why;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;

/// What the store says of itself, in the words of the contract.
final class StoreEvents {
  private static final System.Logger LOG = System.getLogger(StoreEvents.class.getName());

  private StoreEvents() {}

  /// A gap of one stream, as an event tells it.
  record Gap(StreamKey key, Range range, GapReason why) {}

  static Event gap(BootTime at, StreamKey key, Range range, GapReason why) {
    return event(
        at,
        new GatewayEvent.Gap(
            key.epoch(), key.device(), range.from(), range.to(), Why.valueOf(why.name())));
  }

  static Event event(BootTime at, GatewayEvent event) {
    return new Event(at, event.kind(), event.toJson());
  }

  /// The gap an event tells of; empty for any other event.
  static Optional<Gap> gapOf(Event event) {
    if (!event.kind().equals(GatewayEvent.Gap.KIND)) {
      return Optional.empty();
    }
    try {
      return GatewayEvent.parse(event.kind(), event.json()) instanceof GatewayEvent.Gap gap
          ? Optional.of(
              new Gap(
                  new StreamKey(gap.epoch(), gap.device()),
                  new Range(gap.from(), gap.to()),
                  GapReason.valueOf(gap.why().name())))
          : Optional.empty();
    } catch (ContractException e) {
      LOG.log(System.Logger.Level.DEBUG, "a gap event that is not one of the contract", e);
      return Optional.empty();
    }
  }
}
