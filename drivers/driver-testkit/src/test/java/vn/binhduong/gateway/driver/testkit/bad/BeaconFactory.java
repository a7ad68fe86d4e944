package vn.binhduong.gateway.driver.testkit.bad;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.SerialDevice;
import vn.binhduong.gateway.driver.testkit.SerialFixture;

/// Reads a beacon that says its voltage by itself, all the time, as `12.5V`.
public final class BeaconFactory implements DriverFactory<BeaconFactory.Settings> {
  private static final Channel VOLTAGE =
      new Channel("voltage", Unit.VOLT, 0, 20, "Voltage of the battery");
  private static final byte[] WORD = "12.5V".getBytes(StandardCharsets.US_ASCII);
  private static final Duration TIMEOUT = Duration.ofMillis(400);

  /// @param discards whether each poll throws away what has waited in the port, as it must
  public record Settings(
      @Option(doc = "Whether to throw away what has waited.", fallback = "true")
          boolean discards) {}

  /// A beacon on a port in the process.
  static DriverFixture<Settings> fixture(boolean discards) {
    return SerialFixture.inProcess(
        new BeaconFactory(),
        new Settings(discards),
        new SerialDevice() {
          @Override
          public byte[] speak() {
            return WORD;
          }
        });
  }

  @Override
  public String type() {
    return "beacon";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Driver open(Settings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var beacon = new Beacon(settings, context, context.link(SerialLink.class));
    beacon.word();
    return beacon;
  }

  private static final class Beacon implements PolledDriver {
    private final Settings settings;
    private final DriverContext context;
    private final SerialLink link;
    private volatile boolean closed;

    Beacon(Settings settings, DriverContext context, SerialLink link) {
      this.settings = settings;
      this.context = context;
      this.link = link;
    }

    @Override
    public List<Channel> channels() {
      return List.of(VOLTAGE);
    }

    @Override
    public void poll(ReadingSink sink) throws DriverException, InterruptedException {
      if (closed) {
        throw DriverException.unavailable("beacon: closed");
      }
      if (settings.discards()) {
        link.discardInput();
      }
      sink.emit(context.clock().instant(), VOLTAGE.reading(word()));
    }

    /// The next word that is whole.
    double word() throws DriverException, InterruptedException {
      long giveUp = System.nanoTime() + TIMEOUT.toNanos();
      var heard = new StringBuilder();
      byte[] buffer = new byte[WORD.length];
      while (System.nanoTime() < giveUp) {
        int count = link.read(buffer, TIMEOUT);
        heard.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        if (heard.indexOf("12.5V") >= 0) {
          return 12.5;
        }
      }
      throw heard.isEmpty()
          ? DriverException.unavailable("beacon: nothing came")
          : DriverException.protocol("beacon: expected a voltage, found something else");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
