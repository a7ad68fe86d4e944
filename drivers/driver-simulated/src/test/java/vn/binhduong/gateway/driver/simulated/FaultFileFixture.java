package vn.binhduong.gateway.driver.simulated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// A simulated instrument whose faults the suite switches through the fault file.
final class FaultFileFixture<C extends Record> implements DriverFixture<C> {
  /// Makes the settings around a fault file.
  interface Settings<C> {
    C with(Path faultFile);
  }

  private final Duration step;
  private final DriverFactory<C> factory;
  private final Settings<C> settings;
  private final Path file;

  FaultFileFixture(Duration step, DriverFactory<C> factory, Settings<C> settings)
      throws IOException {
    this.step = step;
    this.factory = factory;
    this.settings = settings;
    file = Files.createTempFile("instrument", ".fault");
    Files.delete(file);
  }

  @Override
  public DriverFactory<C> factory() {
    return factory;
  }

  @Override
  public C settings() {
    return settings.with(file);
  }

  /// It hangs for as long as the file says so.
  @Override
  public boolean givesUp() {
    return false;
  }

  @Override
  public Map<DeviceState, String> cannot() {
    return Map.of(DeviceState.DRIPPING, "it has no bytes");
  }

  /// Weather and traffic change all the time, some of it seldom.
  @Override
  public boolean gives(Reading reading, Set<Double> before) {
    return true;
  }

  @Override
  public Duration step() {
    return step;
  }

  @Override
  public void set(DeviceState state) {
    try {
      switch (state) {
        case ANSWERING -> Files.deleteIfExists(file);
        case GONE -> Files.writeString(file, "drop-out\n");
        case HANGING -> Files.writeString(file, "hang\n");
        case DRIPPING -> throw new IllegalArgumentException("drip: it has no bytes");
        case GARBAGE -> Files.writeString(file, "garbage\n");
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
