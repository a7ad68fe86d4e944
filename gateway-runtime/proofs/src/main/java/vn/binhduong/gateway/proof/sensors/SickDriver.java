package vn.binhduong.gateway.proof.sensors;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// A driver that does to the gateway what a driver must not do. While it is well it emits
/// [Ticks#now].
final class SickDriver implements PolledDriver {
  private static final Channel CHANNEL =
      new Channel(Ticks.CHANNEL, Unit.SECOND, 0, 1e9, "time since boot");
  private static final int HOARD_BYTES = 4 << 20;
  private static final List<byte[]> FOR_EVER = new ArrayList<>();

  private final SickFiles files;
  private final InstantSource clock;
  private final List<byte[]> hoard = new ArrayList<>();

  SickDriver(SickFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
  }

  @Override
  public List<Channel> channels() {
    return List.of(CHANNEL);
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException {
    Sickness sickness = files.sickness();
    try {
      if (sickness != Sickness.WELL) {
        files.began();
      }
      switch (sickness) {
        case WELL -> {}
        case NATIVE_READ -> {
          files.read();
          return;
        }
        case STACK_OVERFLOW -> throw DriverException.protocol("deep: " + deeper(1));
        case LINKAGE -> throw new NoClassDefFoundError("vendor/Library");
        case OUT_OF_MEMORY -> hoard.add(new byte[Integer.MAX_VALUE - 8]);
        case THREADS -> throw DriverException.unavailable("fails");
        case HOARD -> hoard.add(new byte[HOARD_BYTES]);
        case HOARD_FOR_EVER -> {
          synchronized (FOR_EVER) {
            FOR_EVER.add(new byte[HOARD_BYTES]);
          }
        }
      }
    } catch (IOException e) {
      throw new DriverException(DriverException.Kind.UNAVAILABLE, "its files: " + e, e);
    }
    sink.emit(clock.instant(), CHANNEL.reading(Ticks.seconds(Ticks.now())));
  }

  private static int deeper(int depth) {
    return depth < 0 ? 0 : depth + deeper(depth + 1) % 7;
  }

  @Override
  public void close() {
    // What it holds goes with it.
  }
}
