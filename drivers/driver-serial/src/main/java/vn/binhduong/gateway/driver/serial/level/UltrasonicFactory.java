package vn.binhduong.gateway.driver.serial.level;

import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `ultrasonic-level`: ultrasonic level sensors, on a link of type `serial`
/// with 9600 baud.
public final class UltrasonicFactory implements DriverFactory<UltrasonicSettings> {
  @Override
  public String type() {
    return "ultrasonic-level";
  }

  @Override
  public Class<UltrasonicSettings> settings() {
    return UltrasonicSettings.class;
  }

  @Override
  public String instrument() {
    return "water level: DYP A02YYUW, MaxBotix HRXL-MaxSonar-WR and -WRL";
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(SerialLink.class);
  }

  @Override
  public List<Channel> channels() {
    return UltrasonicDriver.CHANNELS;
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.VECTOR, Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  @Override
  public Set<Integer> bauds(UltrasonicSettings settings) {
    return Set.of(9600);
  }

  @Override
  public Set<String> claims(UltrasonicSettings settings) {
    return Set.of("the serial line");
  }

  /// Opens the device once two frames of its model came.
  @Override
  public UltrasonicDriver open(UltrasonicSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new UltrasonicDriver(settings, context, context.link(SerialLink.class));
    driver.prove();
    return driver;
  }
}
