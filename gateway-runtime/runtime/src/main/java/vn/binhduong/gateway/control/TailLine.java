package vn.binhduong.gateway.control;

import java.util.List;

/// One line of the answer to `tail {"device": ...}`: an entry as it is committed.
///
/// @param device its device; `gateway` for events
/// @param seq its number
/// @param epochMillis wall time, milliseconds since 1970
/// @param clock how far that time can be trusted
/// @param values readings of a sample; empty for an event
/// @param kind kind of an event; empty for a sample
/// @param json content of an event; empty for a sample
public record TailLine(
    String device,
    long seq,
    long epochMillis,
    String clock,
    List<Value> values,
    String kind,
    String json) {
  public TailLine {
    values = List.copyOf(values);
  }
}
