package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `w1-therm`: thermometers on a 1-Wire bus that the kernel drives (DS18B20
/// and its family). Source: Documentation/w1/slaves/w1_therm.rst and
/// Documentation/ABI/testing/sysfs-driver-w1_therm.
public final class W1ThermFactory implements DriverFactory<W1ThermSettings> {
  @Override
  public String type() {
    return "w1-therm";
  }

  @Override
  public Class<W1ThermSettings> settings() {
    return W1ThermSettings.class;
  }

  @Override
  public String instrument() {
    return "thermometers on 1-Wire: DS18B20 and its family";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("/sys");
  }

  @Override
  public List<Channel> channels() {
    return List.of(W1Source.TEMPERATURE);
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.VECTOR, Verification.SIMULATED);
  }

  /// The id of the chip.
  @Override
  public Set<String> claims(W1ThermSettings settings) {
    return Set.of(settings.id());
  }

  /// Opens the chip once it has answered with a right CRC. The value of this first read is thrown
  /// away: a chip that was just plugged in may answer with its power-on value.
  ///
  /// @throws DriverException UNAVAILABLE when it is not on the bus or does not answer, PROTOCOL
  ///   when its answers are garbled
  @Override
  public Driver open(W1ThermSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    Path directory = settings.root().resolve("bus/w1/devices").resolve(settings.id());
    var files = new W1Files(settings.family(), directory);
    var source = new W1Source(files::convert, settings.retries(), context.logger());
    KernelCall.run("kernel open " + context.deviceId(), source::read);
    return new KernelDevice(
        context,
        new Driver.Identity("", settings.family().name(), settings.id(), ""),
        KernelDevice.Proof.NONE,
        List.of(source));
  }
}
