package vn.binhduong.gateway.ioc.verify;

import java.util.Map;

/// What an instrument really produced at one instant, written down outside the gateway.
///
/// @param device id of the device
/// @param timeMillis milliseconds since 1970 by the writer's clock
/// @param values usable readings by channel, in the unit of the channel
public record TruthRow(String device, long timeMillis, Map<String, Double> values) {
  public TruthRow {
    values = Map.copyOf(values);
  }
}
