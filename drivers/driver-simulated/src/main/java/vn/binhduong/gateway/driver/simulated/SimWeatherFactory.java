package vn.binhduong.gateway.driver.simulated;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.Verification;

/// A weather station: temperature, humidity, pressure, wind, rain and sun.
public final class SimWeatherFactory implements DriverFactory<SimSettings> {
  static final Channel T = new Channel("t", Unit.CELSIUS, -40, 60, "Air temperature");
  static final Channel RH = new Channel("rh", Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity");
  static final Channel PRESSURE =
      new Channel("pressure", Unit.HECTOPASCAL, 300, 1100, "Air pressure at the station");
  static final Channel WIND_SPEED =
      new Channel("wind_speed", Unit.METRE_PER_SECOND, 0, 60, "Wind speed");
  static final Channel WIND_DIR =
      new Channel("wind_dir", Unit.DEGREE, 0, 359, "Where the wind blows from, from north");
  static final Channel RAIN =
      new Channel("rain", Unit.MILLIMETRE_PER_HOUR, 0, 200, "Rain intensity");
  static final Channel SOLAR =
      new Channel("solar", Unit.WATT_PER_SQUARE_METRE, 0, 1800, "Global irradiance");

  private static final List<Channel> CHANNELS =
      List.of(T, RH, PRESSURE, WIND_SPEED, WIND_DIR, RAIN, SOLAR);

  @Override
  public String type() {
    return "sim-weather";
  }

  @Override
  public Class<SimSettings> settings() {
    return SimSettings.class;
  }

  @Override
  public String instrument() {
    return "a weather station by a seed, no instrument";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("in the process");
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED);
  }

  @Override
  public Driver open(SimSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return new PolledInstrument(
        Instrument.open(context, settings),
        type(),
        CHANNELS,
        at -> readings(Weather.at(settings.seed(), at)));
  }

  private static List<Reading> readings(Weather weather) {
    return List.of(
        T.reading(weather.temperature()),
        RH.reading(weather.humidity()),
        PRESSURE.reading(weather.pressure()),
        WIND_SPEED.reading(weather.windSpeed()),
        WIND_DIR.reading(weather.windDirection()),
        RAIN.reading(weather.rain()),
        SOLAR.reading(weather.solar()));
  }
}
