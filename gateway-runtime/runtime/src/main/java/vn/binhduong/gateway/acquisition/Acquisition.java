package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.Sample;

/// Reads the devices of a [Plan] and gives every sample on, until closed.
///
/// Each link has one thread (`link-<name>`), which alone opens and polls the devices on it; a
/// device without a link has a thread of its own (`device-<id>`). Nothing here ever waits for a
/// device: [#apply] and [#readNow] return at once. Thread-safe.
public final class Acquisition implements AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /// How long a device that took the memory is held back, within the process.
  private static final Duration HOG_HELD_BACK = Duration.ofMinutes(10);

  private static final long HEAP_LOOK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final System.Logger LOG = System.getLogger(Acquisition.class.getName());

  private final Host host;
  private final Map<String, LinkThread> threads = new HashMap<>();
  private final Map<String, DeviceInfo> infos = new ConcurrentSkipListMap<>();
  private final List<Consumer<DeviceInfo>> listeners = new CopyOnWriteArrayList<>();
  private Plan plan = Plan.EMPTY;
  private boolean closed;

  /// @param settings how failing devices are treated
  /// @param clock stamps the samples
  /// @param health is told of `device/<id>` and `link/<name>`
  /// @param samples takes every sample, on the thread of its link; must not block
  /// @param heldBack devices to be left alone at first, by id
  /// @param memory what devices remember over restarts
  /// @param escalate is told when no further thread can be abandoned, or a driver has taken the
  ///   memory, and the process should restart itself cleanly; called at most once
  public Acquisition(
      AcquisitionSettings settings,
      GatewayClock clock,
      HealthBoard health,
      Consumer<Sample> samples,
      Map<String, HeldBack> heldBack,
      Memory memory,
      Consumer<Restart> escalate) {
    Watch watch = new Watch(escalate);
    Allocations allocations = new Allocations();
    HeapWatch heap =
        new HeapWatch(HeapWatch.Heap.OWN, allocations, this::takesTheMemory, watch::escalate);
    this.host =
        new Host(
            settings,
            clock,
            health,
            guarded(samples),
            this::opened,
            watch,
            new ConcurrentHashMap<>(heldBack),
            memory,
            allocations,
            heap);
    watch.every(HEAP_LOOK_NANOS, () -> heap.look(host.nanos()));
  }

  private void takesTheMemory(String device, String why) {
    LinkThread thread = threadFor(device);
    if (thread != null) {
      thread.holdBack(device, new HeldBack(HOG_HELD_BACK, HealthState.UNAVAILABLE, why));
    }
  }

  /// What the next step throws is ours, not the driver's: it must not look like a fault of a
  /// device.
  private static Consumer<Sample> guarded(Consumer<Sample> samples) {
    return sample -> {
      try {
        samples.accept(sample);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a sample of " + sample.device() + " was not taken", e);
      }
    };
  }

  /// Reads what the plan says from now on. Links whose settings changed are reopened with all their
  /// devices, devices whose spec changed are reopened, all others go on undisturbed.
  public synchronized void apply(Plan next) {
    if (closed) {
      throw new IllegalStateException("acquisition is closed");
    }
    Map<String, LinkSpec<?>> links = new HashMap<>();
    next.links().forEach(link -> links.put(threadOf(link.name()), link));
    Map<String, List<DeviceSpec<?>>> byThread = new LinkedHashMap<>();
    for (DeviceSpec<?> device : next.devices()) {
      byThread.computeIfAbsent(threadOf(device), key -> new ArrayList<>()).add(device);
    }

    Map<String, LinkThread> stopping = new HashMap<>();
    for (Map.Entry<String, LinkThread> entry : List.copyOf(threads.entrySet())) {
      LinkSpec<?> before = entry.getValue().link();
      LinkSpec<?> after = links.get(entry.getKey());
      boolean sameLink = before == null || (after != null && before.sameAs(after));
      if (!sameLink || !byThread.containsKey(entry.getKey())) {
        entry.getValue().stop();
        stopping.put(entry.getKey(), entry.getValue());
        threads.remove(entry.getKey());
      }
    }
    forget(next);
    byThread.forEach(
        (name, devices) -> {
          LinkThread running = threads.get(name);
          if (running != null) {
            running.want(List.copyOf(devices));
          } else {
            LinkThread thread =
                new LinkThread(
                    name, host, links.get(name), List.copyOf(devices), stopping.get(name));
            threads.put(name, thread);
            thread.start();
          }
        });
    plan = next;
  }

  /// Closes a device with its link, if it has one, and opens them anew, with all devices of the
  /// link; what hangs is left behind as for every call that does not return.
  ///
  /// @return whether there is such a device
  public synchronized boolean restart(String device) {
    LinkThread running = threadFor(device);
    if (closed || running == null) {
      return false;
    }
    List<DeviceSpec<?>> devices =
        plan.devices().stream()
            .<DeviceSpec<?>>map(spec -> spec)
            .filter(spec -> threadOf(spec).equals(running.name()))
            .toList();
    running.stop();
    LinkThread next = new LinkThread(running.name(), host, running.link(), devices, running);
    threads.put(running.name(), next);
    next.start();
    return true;
  }

  private void forget(Plan next) {
    Set<String> devices = new HashSet<>();
    next.devices().forEach(device -> devices.add(device.id()));
    Set<String> links = new HashSet<>();
    next.devices().forEach(device -> links.add(String.valueOf(device.link())));
    for (DeviceSpec<?> device : plan.devices()) {
      if (!devices.contains(device.id())) {
        host.health().remove("device/" + device.id());
        infos.remove(device.id());
      }
      if (device.link() != null && !links.contains(device.link())) {
        host.health().remove("link/" + device.link());
      }
    }
  }

  private static String threadOf(DeviceSpec<?> device) {
    return device.link() == null ? "device-" + device.id() : threadOf(device.link());
  }

  private static String threadOf(String link) {
    return "link-" + link;
  }

  /// Polls a device now, between the scheduled polls of its link; the sample is also given on like
  /// any other.
  ///
  /// @param within the time after which the caller no longer wants the answer
  /// @return the (last) sample of that poll; or fails with a
  ///   [vn.binhduong.gateway.driver.DriverException], a [NoSuchElementException] for an unknown
  ///   device, a [java.util.concurrent.TimeoutException] when the link had no time for it, or an
  ///   [IllegalStateException] for a device that cannot be asked
  public CompletableFuture<Sample> readNow(String device, Duration within) {
    CompletableFuture<Sample> answer = new CompletableFuture<>();
    LinkThread thread = threadFor(device);
    if (thread == null) {
      answer.completeExceptionally(
          new NoSuchElementException("device %s is not configured".formatted(device)));
      return answer;
    }
    answer.orTimeout(within.toNanos(), TimeUnit.NANOSECONDS);
    thread.read(device, answer);
    return answer;
  }

  private synchronized @Nullable LinkThread threadFor(String device) {
    for (DeviceSpec<?> spec : plan.devices()) {
      if (spec.id().equals(device)) {
        return threads.get(threadOf(spec));
      }
    }
    return null;
  }

  /// What the devices that were open at least once said of themselves, by id.
  public List<DeviceInfo> devices() {
    return List.copyOf(infos.values());
  }

  /// Adds a listener for devices that opened for the first time or with another identity or other
  /// channels than before; called on the thread of the link, must not block.
  public void onOpened(Consumer<DeviceInfo> listener) {
    listeners.add(listener);
  }

  private void opened(DeviceInfo info) {
    if (!info.equals(infos.put(info.device(), info))) {
      for (Consumer<DeviceInfo> listener : listeners) {
        try {
          listener.accept(info);
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.ERROR, "a listener failed on " + info.device(), e);
        }
      }
    }
  }

  /// Stops all threads and closes all devices and links, within 2 s. Idempotent.
  @Override
  public void close() {
    List<LinkThread> ending;
    synchronized (this) {
      closed = true;
      ending = List.copyOf(threads.values());
      threads.clear();
    }
    ending.forEach(LinkThread::stop);
    long endNanos = System.nanoTime() + CLOSE_MAX.toNanos();
    try {
      for (LinkThread thread : ending) {
        Duration left = Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
        if (!thread.join(left)) {
          LOG.log(System.Logger.Level.WARNING, "{0} did not end in time", thread.name());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      host.watch().close();
    }
  }
}
