package vn.binhduong.gateway.control;

import java.util.List;

/// The answer to `read {"device": ...}`: what a device measured just now.
///
/// @param device its id
/// @param epochMillis wall time of the sample, milliseconds since 1970
/// @param clock how far that time can be trusted
/// @param tookMillis how long the reading took
/// @param values its readings
public record ReadAnswer(
    String device, long epochMillis, String clock, long tookMillis, List<Value> values) {
  public ReadAnswer {
    values = List.copyOf(values);
  }
}
