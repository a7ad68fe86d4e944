package vn.binhduong.gateway.pipeline;

import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Channels that are computed of others of the same sample.
///
/// @param dewPoint makes `dew_point`
/// @param seaLevelPressure makes `sea_level_pressure`
public record DerivedSettings(
    @Option(doc = "Makes dew_point of temperature and humidity.", optional = true)
        @Nullable DewPoint dewPoint,
    @Option(
            doc = "Makes sea_level_pressure of pressure, temperature and the height.",
            optional = true)
        @Nullable SeaLevelPressure seaLevelPressure) {
  static final String NAME = "[a-z][a-z0-9_]{0,31}";

  /// @param temperature channel, Cel
  /// @param humidity channel, %RH
  public record DewPoint(
      @Option(doc = "Channel of the temperature, Cel.", pattern = NAME, example = "temperature")
          String temperature,
      @Option(doc = "Channel of the humidity, %RH.", pattern = NAME, example = "humidity")
          String humidity) {}

  /// @param pressure channel, hPa
  /// @param temperature channel, Cel
  /// @param humidity channel, %RH; null takes the air for dry
  /// @param height of the barometer above mean sea level, metres
  public record SeaLevelPressure(
      @Option(doc = "Channel of the pressure, hPa.", pattern = NAME, example = "pressure")
          String pressure,
      @Option(doc = "Channel of the temperature, Cel.", pattern = NAME, example = "temperature")
          String temperature,
      @Option(
              doc = "Channel of the humidity, %RH; without it the air is taken for dry.",
              optional = true,
              pattern = NAME,
              example = "humidity")
          @Nullable String humidity,
      @Option(
              doc = "Height of the barometer above mean sea level, metres.",
              min = "-400",
              max = "4000",
              example = "32")
          double height) {}
}
