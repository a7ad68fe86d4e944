package vn.binhduong.gateway.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.calibration.CalibrationSettings;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.pipeline.AlarmSettings;
import vn.binhduong.gateway.pipeline.AqiSettings;
import vn.binhduong.gateway.pipeline.BinSettings;
import vn.binhduong.gateway.pipeline.ChannelSettings;
import vn.binhduong.gateway.pipeline.DerivedSettings;
import vn.binhduong.gateway.settings.ByKind;

/// One device.
///
/// @param driver names its [vn.binhduong.gateway.driver.DriverFactory]
/// @param link the link it is on, null for a device that needs none
/// @param every period of polling
/// @param phase shift of the polls against the multiples of the period; null spreads devices
/// @param deadline longest time that opening or one poll may take
/// @param place where the sensor stands, when that is not the place of the gateway
/// @param serial of the instrument, when it does not tell it itself
/// @param calibration when it was calibrated, and what its values are corrected by
/// @param settings what the driver is given
/// @param channels what is done with its readings, by channel
/// @param derived channels that are computed of others; null makes none
/// @param bins traffic bins of a device that emits one sample a vehicle; null makes none
/// @param aqi air quality index of its channels; null makes none
/// @param alarms thresholds, by the code that travels; null has none
public record DeviceSettings(
    @Option(doc = "Kind of the device.", example = "modbus") String driver,
    @Option(doc = "Name of the link it is on.", optional = true, example = "bus1")
        @Nullable String link,
    @Option(
            doc =
                "Period of polling; of a device that speaks by itself, how often it is expected to.",
            fallback = "10s",
            min = "100ms",
            max = "1d")
        Duration every,
    @Option(
            doc =
                "Shift of the polls against the multiples of the period; when left out, devices are"
                    + " spread over it.",
            optional = true,
            min = "0s",
            max = "1d",
            example = "0s")
        @Nullable Duration phase,
    @Option(
            doc = "Longest time that opening the device, or one poll, may take.",
            fallback = "10s",
            min = "100ms",
            max = "10min")
        Duration deadline,
    @Option(
            doc = "Where the sensor stands, when that is not the place of the gateway.",
            optional = true)
        @Nullable PlaceSettings place,
    @Option(
            doc =
                "Serial of the instrument that stands there, when it does not tell it itself. Another"
                    + " one than before is told to the IOC; place, stream and numbers go on.",
            optional = true,
            min = "1",
            max = "64",
            example = "SN-0042")
        @Nullable String serial,
    @Option(
            doc = "When the instrument was calibrated, and what its values are corrected by.",
            optional = true)
        @Nullable CalibrationSettings calibration,
    @Option(doc = "Settings of that kind of device.") @ByKind("driver") Record settings,
    @Option(
            doc = "Checks and reductions, by channel; what is left out is not done.",
            pattern = "[a-z][a-z0-9_]{0,31}",
            max = "256",
            example = "wind_speed")
        Map<String, ChannelSettings> channels,
    @Option(doc = "Channels that are computed of others.", optional = true)
        @Nullable DerivedSettings derived,
    @Option(doc = "Traffic bins, of a device that emits one sample a vehicle.", optional = true)
        @Nullable BinSettings bins,
    @Option(doc = "Air quality index of channels of this device.", optional = true)
        @Nullable AqiSettings aqi,
    @Option(
            doc = "Thresholds on channels, measured or computed, by the code that travels.",
            pattern = "[A-Za-z0-9.-]{1,32}",
            max = "64",
            optional = true,
            example = "flood")
        @Nullable Map<String, AlarmSettings> alarms) {
  public DeviceSettings {
    if (phase != null && phase.compareTo(every) >= 0) {
      throw new IllegalArgumentException("phase: expected less than every");
    }
    if (alarms != null) {
      for (String code : alarms.keySet()) {
        if (CalibrationSettings.ALARMS.contains(code)) {
          throw new IllegalArgumentException(
              "alarms: '%s' is raised by the gateway itself; expected another code"
                  .formatted(code));
        }
      }
    }
  }
}
