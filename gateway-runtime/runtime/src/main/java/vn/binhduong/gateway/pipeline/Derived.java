package vn.binhduong.gateway.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

/// Computes the channels of [DerivedSettings] of the readings of one sample. A result is as
/// doubtful as the most doubtful of what it is made of. Where a channel is not in the sample there
/// is no result; where it has another unit than expected the result is bad. Pure.
final class Derived {
  static final Channel DEW_POINT = new Channel("dew_point", Unit.CELSIUS, -80, 60, "Dew point");
  static final Channel SEA_LEVEL_PRESSURE =
      new Channel(
          "sea_level_pressure", Unit.HECTOPASCAL, 850, 1100, "Air pressure reduced to sea level");

  private Derived() {}

  static List<Channel> channels(@Nullable DerivedSettings settings) {
    List<Channel> channels = new ArrayList<>();
    if (settings != null && settings.dewPoint() != null) {
      channels.add(DEW_POINT);
    }
    if (settings != null && settings.seaLevelPressure() != null) {
      channels.add(SEA_LEVEL_PRESSURE);
    }
    return channels;
  }

  /// Gives what can be computed; nothing under a name that the sample has already.
  static void of(
      DerivedSettings settings, List<Reading> sample, Consumer<? super Reading> results) {
    DerivedSettings.DewPoint dew = settings.dewPoint();
    if (dew != null && find(sample, DEW_POINT.name()) == null) {
      Reading temperature = find(sample, dew.temperature());
      Reading humidity = find(sample, dew.humidity());
      if (temperature != null && humidity != null) {
        results.accept(dewPoint(temperature, humidity));
      }
    }
    DerivedSettings.SeaLevelPressure sea = settings.seaLevelPressure();
    if (sea != null && find(sample, SEA_LEVEL_PRESSURE.name()) == null) {
      Reading pressure = find(sample, sea.pressure());
      Reading temperature = find(sample, sea.temperature());
      String humidityName = sea.humidity();
      Reading humidity = humidityName == null ? null : find(sample, humidityName);
      if (pressure != null && temperature != null && (humidityName == null || humidity != null)) {
        results.accept(seaLevelPressure(pressure, temperature, humidity, sea.height()));
      }
    }
  }

  private static Reading dewPoint(Reading temperature, Reading humidity) {
    if (!has(temperature, Unit.CELSIUS) || !has(humidity, Unit.RELATIVE_HUMIDITY)) {
      return DEW_POINT.bad(Quality.BAD_SENSOR);
    }
    return result(
        DEW_POINT,
        worst(saturable(temperature), humidity.quality()),
        MoistAir.dewPoint(temperature.value(), humidity.value()));
  }

  private static Reading seaLevelPressure(
      Reading pressure, Reading temperature, @Nullable Reading humidity, double metres) {
    if (!has(pressure, Unit.HECTOPASCAL)
        || !has(temperature, Unit.CELSIUS)
        || (humidity != null && !has(humidity, Unit.RELATIVE_HUMIDITY))) {
      return SEA_LEVEL_PRESSURE.bad(Quality.BAD_SENSOR);
    }
    Quality quality = worst(pressure.quality(), saturable(temperature));
    double vapour = 0;
    if (humidity != null) {
      quality = worst(quality, humidity.quality());
      vapour = MoistAir.vapourPressure(temperature.value(), humidity.value());
    }
    return result(
        SEA_LEVEL_PRESSURE,
        quality,
        MoistAir.seaLevelPressure(pressure.value(), temperature.value(), vapour, metres));
  }

  /// The quality of a temperature where the formula of saturation is used.
  private static Quality saturable(Reading temperature) {
    boolean inside =
        temperature.value() >= MoistAir.CELSIUS_MIN && temperature.value() <= MoistAir.CELSIUS_MAX;
    return inside || !temperature.quality().hasValue()
        ? temperature.quality()
        : worst(temperature.quality(), Quality.UNCERTAIN_RANGE);
  }

  private static Reading result(Channel channel, Quality quality, double value) {
    return !quality.hasValue()
        ? channel.bad(quality)
        : Double.isFinite(value)
            ? new Reading(channel, value, quality)
            : channel.bad(Quality.BAD_SENSOR);
  }

  private static Quality worst(Quality... qualities) {
    return Arrays.stream(qualities)
        .max(Comparator.comparingInt(Condenser::doubt))
        .orElse(Quality.GOOD);
  }

  private static boolean has(Reading reading, Unit unit) {
    return reading.channel().unit().equals(unit);
  }

  static @Nullable Reading find(List<Reading> readings, String name) {
    for (Reading reading : readings) {
      if (reading.channel().name().equals(name)) {
        return reading;
      }
    }
    return null;
  }
}
