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

/// An air quality monitor: particles and gases.
public final class SimAirFactory implements DriverFactory<SimSettings> {
  static final Channel PM1 = channel("pm1", 1000, "Particles up to 1 µm");
  static final Channel PM25 = channel("pm25", 1000, "Particles up to 2.5 µm");
  static final Channel PM10 = channel("pm10", 1000, "Particles up to 10 µm");
  static final Channel NO2 = channel("no2", 2000, "Nitrogen dioxide");
  static final Channel O3 = channel("o3", 2000, "Ozone");
  static final Channel CO = channel("co", 100_000, "Carbon monoxide");

  private static final List<Channel> CHANNELS = List.of(PM1, PM25, PM10, NO2, O3, CO);

  @Override
  public String type() {
    return "sim-air";
  }

  @Override
  public Class<SimSettings> settings() {
    return SimSettings.class;
  }

  @Override
  public String instrument() {
    return "an air quality monitor by a seed, no instrument";
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
        at -> readings(Air.at(settings.seed(), at)));
  }

  private static Channel channel(String name, double max, String doc) {
    return new Channel(name, Unit.MICROGRAM_PER_CUBIC_METRE, 0, max, doc);
  }

  private static List<Reading> readings(Air air) {
    return List.of(
        PM1.reading(air.pm1()),
        PM25.reading(air.pm25()),
        PM10.reading(air.pm10()),
        NO2.reading(air.no2()),
        O3.reading(air.o3()),
        CO.reading(air.co()));
  }
}
