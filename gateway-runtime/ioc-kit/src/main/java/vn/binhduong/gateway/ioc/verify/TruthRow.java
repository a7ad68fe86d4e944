package vn.binhduong.gateway.ioc.verify;

import java.util.Map;

/// What an instrument really produced at one instant, written down outside the gateway.
///
/// @param device id of the device
/// @param timeMillis milliseconds since 1970 by the writer's clock
/// @param values usable readings by channel, in the unit of the channel
/// @param probe whether the answer may have served only to prove that the instrument is there, as
///   the first one after it was connected; then it need not become a sample
public record TruthRow(String device, long timeMillis, Map<String, Double> values, boolean probe) {
  public TruthRow {
    values = Map.copyOf(values);
  }

  /// A row that must become a sample.
  public TruthRow(String device, long timeMillis, Map<String, Double> values) {
    this(device, timeMillis, values, false);
  }
}
