package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// A device that is a few files: there, gone, blocking, or with texts that mean nothing.
final class TreeFixture<C extends Record> implements DriverFixture<C> {
  private static final String GARBAGE = "\u00ff\u0000not a value\n\u0007";

  private final DriverFactory<C> factory;
  private final Function<Path, C> settings;
  private final Map<String, String> files;
  private final Tree tree = Tree.temporary();

  /// @param settings the settings for a root
  /// @param files texts by path below the root; those named `name` say what the chip is, and stay
  ///   what they are when the values are garbage
  TreeFixture(DriverFactory<C> factory, Function<Path, C> settings, Map<String, String> files)
      throws IOException {
    this.factory = factory;
    this.settings = settings;
    this.files = new TreeMap<>(files);
    set(DeviceState.ANSWERING);
  }

  @Override
  public DriverFactory<C> factory() {
    return factory;
  }

  @Override
  public C settings() {
    return settings.apply(tree.root());
  }

  @Override
  public Map<DeviceState, String> cannot() {
    return Map.of(DeviceState.DRIPPING, "the kernel gives the text of a file at once");
  }

  /// A read that waits in the kernel waits for ever.
  @Override
  public boolean givesUp() {
    return false;
  }

  @Override
  public void set(DeviceState state) {
    try {
      tree.clear();
      switch (state) {
        case ANSWERING -> write(false);
        case GARBAGE -> write(true);
        case HANGING -> tree.hanging(List.copyOf(files.keySet()));
        case GONE -> {}
        case DRIPPING -> throw new IllegalArgumentException("drip: a file has all of its text");
      }
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private void write(boolean garbage) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      boolean identity = file.getKey().endsWith("/name");
      tree.with(file.getKey(), garbage && !identity ? GARBAGE : file.getValue());
    }
  }

  @Override
  public void close() throws IOException {
    tree.close();
  }
}
