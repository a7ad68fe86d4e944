package vn.binhduong.gateway.driver.testkit.bad;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Unit;

/// Makes thermometers that keep the contract, unless the settings name a misdeed.
public class ThermometerFactory implements DriverFactory<ThermometerFactory.Settings> {
  private static final Queue<FileChannel> LEAKED = new ConcurrentLinkedQueue<>();

  /// @param misdeed what to do wrong
  /// @param password what must not be shown
  public record Settings(
      @Option(doc = "What to do wrong.", optional = true) @Nullable Misdeed misdeed,
      @Option(doc = "Password of the device.", secret = true) String password) {
    boolean commits(Misdeed deed) {
      return misdeed == deed;
    }
  }

  @Override
  public String type() {
    return "thermometer";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Transport transport() {
    return new Transport.OnLink(Hardware.Wire.class);
  }

  @Override
  public List<Channel> channels() {
    return List.of(Thermometer.T);
  }

  @Override
  public Driver open(Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    Hardware.Wire wire = context.link(Hardware.Wire.class);
    if (settings.commits(Misdeed.LEAKS_A_THREAD)) {
      Thread.ofPlatform().daemon().name("forgotten").start(LockSupport::park);
    }
    if (settings.commits(Misdeed.LEAKS_A_VIRTUAL_THREAD)) {
      forgetVirtualThread();
    }
    if (settings.commits(Misdeed.LEAKS_A_DESCRIPTOR)
        || settings.commits(Misdeed.LEAKS_WHEN_OPEN_FAILS)) {
      leakDescriptor();
    }
    if (settings.commits(Misdeed.LOGS_ITS_SECRET)) {
      context.logger().log(System.Logger.Level.DEBUG, "log in with {0}", settings.password());
    }
    prove(settings, wire);
    return settings.misdeed() != null && settings.misdeed().ofEventDriver()
        ? new EventThermometer(settings, context, wire)
        : new Thermometer(settings, context, wire);
  }

  private static void prove(Settings settings, Hardware.Wire wire)
      throws DriverException, InterruptedException {
    if (settings.commits(Misdeed.IGNORES_INTERRUPT_WHEN_OPENING)) {
      Thermometer.askForEver(wire);
    } else {
      wire.start();
      wire.ask();
    }
  }

  static void forgetVirtualThread() {
    var _ = Thread.ofVirtual().name("forgotten").start(LockSupport::park);
  }

  static void leakDescriptor() throws DriverException {
    try {
      Path file = Files.createTempFile("leak", null);
      LEAKED.add(FileChannel.open(file));
      Files.delete(file);
    } catch (IOException failed) {
      throw new DriverException(DriverException.Kind.UNAVAILABLE, "leak", failed);
    }
  }

  /// Gives back what was leaked on purpose.
  static void closeLeaked() throws IOException {
    for (FileChannel leaked = LEAKED.poll(); leaked != null; leaked = LEAKED.poll()) {
      leaked.close();
    }
  }

  /// Not listed in META-INF/services.
  public static final class Unlisted extends ThermometerFactory {}

  /// Remembers something from one device to the next.
  public static final class Remembering extends ThermometerFactory {
    private int opened;

    @Override
    public Driver open(Settings settings, DriverContext context)
        throws DriverException, InterruptedException {
      opened++;
      context.logger().log(System.Logger.Level.DEBUG, "device {0}", opened);
      return super.open(settings, context);
    }
  }

  /// Has a type name that YAML keys cannot be.
  public static final class OddName extends ThermometerFactory {
    @Override
    public String type() {
      return "Thermo Meter";
    }
  }

  /// Lists a channel that its devices do not have, and leaves out theirs.
  public static final class OfFewChannels extends ThermometerFactory {
    @Override
    public List<Channel> channels() {
      return List.of(new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Humidity"));
    }
  }

  /// Says that it asks for another link than it does.
  public static final class OnAnotherLink extends ThermometerFactory {
    @Override
    public Transport transport() {
      return new Transport.OnLink(SerialLink.class);
    }
  }

  /// Says that it needs no link.
  public static final class OnNoLink extends ThermometerFactory {
    @Override
    public Transport transport() {
      return new Transport.Direct("nothing");
    }
  }
}
