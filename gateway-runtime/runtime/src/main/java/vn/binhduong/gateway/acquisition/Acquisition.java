package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.model.Sample;

/// Reads the devices of a [Plan] and gives every sample on, until closed.
///
/// Each link has one thread (`link-<name>`), which alone opens and polls the devices on it; a
/// device without a link has a thread of its own (`device-<id>`). Nothing here ever waits for a
/// device: [#apply] and [#readNow] return at once. Thread-safe.
@SuppressWarnings("DoNotCallSuggester") // until the bodies land
public final class Acquisition implements AutoCloseable {
  /// @param settings how failing devices are treated
  /// @param clock stamps the samples
  /// @param health is told of `device/<id>` and `link/<name>`
  /// @param samples takes every sample, on the thread of its link; must not block
  /// @param escalate is told the reason when threads can no longer be abandoned and the process
  ///   should restart itself cleanly; called at most once
  public Acquisition(
      AcquisitionSettings settings,
      GatewayClock clock,
      HealthBoard health,
      Consumer<Sample> samples,
      Consumer<String> escalate) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Reads what the plan says from now on. Links whose settings changed are reopened with all their
  /// devices, devices whose spec changed are reopened, all others go on undisturbed.
  public void apply(Plan plan) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Polls a device now, between the scheduled polls of its link; the sample is also given on like
  /// any other.
  ///
  /// @param within the time after which the caller no longer wants the answer
  /// @return the (last) sample of that poll; or fails with a
  ///   [vn.binhduong.gateway.driver.DriverException], a [java.util.NoSuchElementException] for an
  ///   unknown device, a [java.util.concurrent.TimeoutException] when the link had no time for it,
  ///   or an [IllegalStateException] for a device that cannot be asked
  public CompletableFuture<Sample> readNow(String device, Duration within) {
    throw new UnsupportedOperationException("lands next");
  }

  /// What the devices that were open at least once said of themselves, by id.
  public List<DeviceInfo> devices() {
    throw new UnsupportedOperationException("lands next");
  }

  /// Adds a listener for devices that opened for the first time or with another identity or other
  /// channels than before; called on the thread of the link, must not block.
  public void onOpened(Consumer<DeviceInfo> listener) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Stops all threads and closes all devices and links, within 2 s. Idempotent.
  @Override
  public void close() {
    throw new UnsupportedOperationException("lands next");
  }
}
