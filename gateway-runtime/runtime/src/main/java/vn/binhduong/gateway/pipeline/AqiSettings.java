package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.util.Map;
import vn.binhduong.gateway.driver.Option;

/// VN_AQI of the channels of one device.
///
/// @param channels by pollutant; at least one of pm25 and pm10
/// @param table the rules
/// @param utcOffset local time minus UTC, whole hours: the day of the index is the local day
public record AqiSettings(
    @Option(
            doc =
                "Channels by pollutant: pm25, pm10, no2, so2, co, o3; one of the first two at least.",
            pattern = "pm25|pm10|no2|so2|co|o3",
            min = "1",
            example = "{pm25: pm25, pm10: pm10}")
        Map<String, String> channels,
    @Option(doc = "The rules of the index.", fallback = "vn-aqi", profiles = "aqi")
        AqiTableSettings table,
    @Option(doc = "Local time minus UTC, whole hours.", fallback = "7h", min = "0h", max = "14h")
        Duration utcOffset) {
  public AqiSettings {
    if (!channels.containsKey("pm25") && !channels.containsKey("pm10")) {
      throw new IllegalArgumentException(
          "channels: expected pm25 or pm10; without particles there is no index");
    }
    if (!utcOffset.equals(Duration.ofHours(utcOffset.toHours()))) {
      throw new IllegalArgumentException("utc-offset: expected whole hours");
    }
  }
}
