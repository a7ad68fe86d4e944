package vn.binhduong.gateway.driver.serial.ss125;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `ss125-events`: the vehicles that a Wavetronix SmartSensor HD sees, on a
/// link of type `serial` with the baud of the sensor.
public final class Ss125EventsFactory implements DriverFactory<Ss125EventsSettings> {
  @Override
  public String type() {
    return "ss125-events";
  }

  @Override
  public Class<Ss125EventsSettings> settings() {
    return Ss125EventsSettings.class;
  }

  @Override
  public String instrument() {
    return "traffic radar, each vehicle: Wavetronix SmartSensor HD (SS125)";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return Ss125EventsDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  /// Only one device can have the events of a sensor: reading takes them out.
  @Override
  public Set<String> claims(Ss125EventsSettings settings) {
    return Set.of("the events of sensor " + settings.sensor());
  }

  /// Opens the device once the sensor told its units.
  @Override
  public Ss125EventsDriver open(Ss125EventsSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Ss125EventsDriver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
