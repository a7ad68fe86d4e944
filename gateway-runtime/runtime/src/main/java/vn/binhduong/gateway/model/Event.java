package vn.binhduong.gateway.model;

/// Something the gateway has to say of itself: an alarm, a gap, a clock correction, a result. Part
/// of the gateway stream, numbered and delivered like any sample, committed at once.
///
/// @param at when it happened
/// @param kind the kind of event, as the contract names it, such as `gap`
/// @param json its content, a JSON object as the contract defines it for this kind
public record Event(BootTime at, String kind, String json) implements Entry {
  @Override
  public String device() {
    return GATEWAY;
  }

  @Override
  public Event withAt(BootTime at) {
    return new Event(at, kind, json);
  }
}
