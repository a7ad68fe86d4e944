package vn.binhduong.gateway.driver.serial.ss125;

import java.util.Set;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `ss125-intervals`: the intervals of a Wavetronix SmartSensor HD, on a link
/// of type `serial` with the baud of the sensor.
public final class Ss125IntervalsFactory implements DriverFactory<Ss125IntervalsSettings> {
  @Override
  public String type() {
    return "ss125-intervals";
  }

  @Override
  public Class<Ss125IntervalsSettings> settings() {
    return Ss125IntervalsSettings.class;
  }

  @Override
  public String instrument() {
    return "traffic radar, lanes by interval: Wavetronix SmartSensor HD (SS125)";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  /// A line may have several sensors, and each is two devices: its intervals and its events.
  @Override
  public Set<String> claims(Ss125IntervalsSettings settings) {
    return Set.of("the intervals of sensor " + settings.sensor());
  }

  /// Opens the device once the sensor told its units and the length of its intervals.
  @Override
  public Ss125IntervalsDriver open(Ss125IntervalsSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new Ss125IntervalsDriver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
