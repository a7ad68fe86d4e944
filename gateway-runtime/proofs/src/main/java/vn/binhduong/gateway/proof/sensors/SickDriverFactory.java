package vn.binhduong.gateway.proof.sensors;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;

/// Makes devices of type `sick`, on any link or none.
public final class SickDriverFactory implements DriverFactory<SickSettings> {
  private static final int THREADS = 4;
  private static final Duration THREAD_LOOKS = Duration.ofMillis(200);

  @Override
  public String type() {
    return "sick";
  }

  @Override
  public Class<SickSettings> settings() {
    return SickSettings.class;
  }

  @Override
  public SickDriver open(SickSettings settings, DriverContext context) throws DriverException {
    SickFiles files = new SickFiles(settings.directory(), context.deviceId());
    if (files.sickness() == Sickness.THREADS) {
      for (int i = 0; i < THREADS; i++) {
        new Thread(() -> linger(files), "leaked-" + context.deviceId()).start();
      }
      throw DriverException.unavailable("fails, and leaves threads behind");
    }
    return new SickDriver(files, context.clock());
  }

  private static void linger(SickFiles files) {
    while (files.sickness() == Sickness.THREADS) {
      try {
        TimeUnit.NANOSECONDS.sleep(THREAD_LOOKS.toNanos());
      } catch (InterruptedException e) {
        // nobody stops a thread that was left behind
      }
    }
  }
}
