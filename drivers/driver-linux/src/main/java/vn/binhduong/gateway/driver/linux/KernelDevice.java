package vn.binhduong.gateway.driver.linux;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;

/// A device whose sources are files of the kernel.
///
/// A poll proves that the files still belong to the same device, reads each source once and emits
/// one sample. Channels of a source that failed are BAD_LINK, with the reason in the log once; when
/// all failed, nothing is emitted and the first failure is thrown.
final class KernelDevice implements PolledDriver {
  private final DriverContext context;
  private final Identity identity;
  private final Proof proof;
  private final List<Source> sources;
  private final List<Channel> channels;
  private final Set<Source> failing = new HashSet<>();
  private volatile boolean closed;

  /// Throws when the files belong to another device by now.
  @FunctionalInterface
  interface Proof {
    /// A device that cannot be mistaken for another.
    Proof NONE = () -> {};

    /// Looks.
    void prove() throws DriverException, InterruptedException;
  }

  KernelDevice(DriverContext context, Identity identity, Proof proof, List<Source> sources) {
    this.context = context;
    this.identity = identity;
    this.proof = proof;
    this.sources = List.copyOf(sources);
    this.channels = sources.stream().flatMap(source -> source.channels().stream()).toList();
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    Read read = KernelCall.run("kernel read " + context.deviceId(), this::read);
    ensureOpen();
    sink.emit(read.at(), read.readings());
  }

  /// Nothing is held between polls; a poll that is under way emits nothing any more.
  @Override
  public void close() {
    closed = true;
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private record Read(Instant at, List<Reading> readings) {}

  private Read read() throws DriverException, InterruptedException {
    proof.prove();
    List<Reading> readings = new ArrayList<>();
    Instant at = null;
    DriverException first = null;
    for (Source source : sources) {
      try {
        readings.addAll(source.read());
        at = at == null ? context.clock().instant() : at;
        note(source, null);
      } catch (DriverException failed) {
        first = first == null ? failed : first;
        source.channels().forEach(channel -> readings.add(channel.bad(Quality.BAD_LINK)));
        note(source, failed);
      }
    }
    if (at == null) {
      throw first != null ? first : DriverException.unavailable("expected channels, found none");
    }
    return new Read(at, readings);
  }

  /// Logs when a source begins and ceases to fail; where all fail, the host logs what is thrown.
  private void note(Source source, @Nullable DriverException failed) {
    List<String> names = source.channels().stream().map(Channel::name).toList();
    if (failed != null && failing.add(source) && sources.size() > 1) {
      context.logger().log(System.Logger.Level.WARNING, "{0}: {1}", names, failed.getMessage());
    } else if (failed == null && failing.remove(source) && sources.size() > 1) {
      context.logger().log(System.Logger.Level.INFO, "{0}: read again", names);
    }
  }
}
