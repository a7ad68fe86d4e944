package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.PolledDriver;

/// A driver that opened and declared what it should.
///
/// @param driver open
/// @param info what it says of its device
/// @param silence longest silence of a device that speaks by itself, zero for one that is polled
record Opened(Driver driver, DeviceInfo info, Duration silence) implements AutoCloseable {

  /// Asks an open driver what it has; closes it and throws where that breaks the rules of
  /// [Driver#channels].
  static Opened check(DeviceSpec<?> spec, Driver driver) throws DriverException {
    try {
      List<Channel> channels = driver.channels();
      if (channels.isEmpty()) {
        throw DriverException.protocol("declares no channel");
      }
      Set<String> names = new HashSet<>();
      for (Channel channel : channels) {
        if (channel.isAggregate()) {
          throw DriverException.protocol(
              "declares channel '%s', whose suffix is reserved".formatted(channel.name()));
        }
        if (!names.add(channel.name())) {
          throw DriverException.protocol("declares channel '%s' twice".formatted(channel.name()));
        }
      }
      Duration silence =
          switch (driver) {
            case PolledDriver polled -> Duration.ZERO;
            case EventDriver speaker -> speaker.longestSilence();
          };
      if (driver instanceof EventDriver && !silence.isPositive()) {
        throw DriverException.protocol(
            "declares a longest silence of %s, expected more than 0s".formatted(silence));
      }
      return new Opened(
          driver,
          new DeviceInfo(
              spec.id(),
              spec.factory().type(),
              driver.identity(),
              driver instanceof PolledDriver,
              channels),
          silence);
    } catch (DriverException | RuntimeException e) {
      driver.close();
      throw e;
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
