package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.Sample;

/// One thread and the link it owns, or the one device it owns that has no link.
///
/// All foreign code (link and driver) is called on this thread, inside [#guarded]; the watch looks
/// from outside. When a call cannot be ended, its thread is abandoned: it will find out when the
/// call returns, and touches nothing of this object any more; a new thread takes over with the link
/// and all devices closed.
final class LinkThread {
  /// Longest time that closing one driver or link may take.
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

  /// What a running poll is given to end by itself when the thread is to stop.
  private static final long STOP_GENTLY_NANOS = Duration.ofMillis(400).toNanos();

  /// Most requests to read now that may wait for one link.
  private static final int READS_MAX = 16;

  private static final System.Logger LOG = System.getLogger(LinkThread.class.getName());

  private final String name;
  private final Host host;
  private final DriverThreads driverThreads;
  private final LinkSlot link;
  private final Devices devices;
  private final @Nullable LinkThread predecessor;
  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile boolean stopping;

  /// What hangs in an abandoned thread of this link; null when there is none.
  private volatile @Nullable Set<String> abandonedHere;

  private volatile @Nullable Call current;
  private volatile Thread thread;
  private @Nullable Thread closer; // of the watch

  /// @param name name of the thread
  /// @param link the link, null for a device that needs none
  /// @param specs the devices on it
  /// @param predecessor owned the same hardware and is stopping, null when there was none
  LinkThread(
      String name,
      Host host,
      @Nullable LinkSpec<?> link,
      List<DeviceSpec<?>> specs,
      @Nullable LinkThread predecessor) {
    this.name = name;
    this.host = host;
    this.predecessor = predecessor;
    this.link = new LinkSlot(host, link);
    this.devices = new Devices(host, this, this.link, specs);
    this.driverThreads = new DriverThreads(name);
    this.thread = newThread();
  }

  private Thread newThread() {
    return driverThreads.host(name, this::run);
  }

  void start() {
    thread.start();
  }

  String name() {
    return name;
  }

  @Nullable LinkSpec<?> link() {
    return link.spec();
  }

  /// Takes other devices up from now on; those that are the same go on undisturbed.
  void want(List<DeviceSpec<?>> specs) {
    if (devices.want(specs)) {
      inbox.add(() -> {});
      recall(true);
    }
  }

  /// Closes a device and leaves it alone for a while.
  void holdBack(String device, HeldBack how) {
    inbox.add(() -> devices.holdBack(device, how));
  }

  /// Polls a device as soon as the thread is free.
  void read(String device, CompletableFuture<Sample> answer) {
    Call call = current;
    if (call != null && call.speaking()) {
      answer.completeExceptionally(
          new IllegalStateException(
              "device %s speaks by itself and cannot be asked".formatted(device)));
      return;
    }
    if (reads.incrementAndGet() > READS_MAX) {
      reads.decrementAndGet();
      answer.completeExceptionally(
          new IllegalStateException(
              "%s: %d requests are waiting already".formatted(name, READS_MAX)));
      return;
    }
    inbox.add(
        () -> {
          reads.decrementAndGet();
          if (!answer.isDone()) {
            answer(device, answer);
          }
        });
  }

  private void answer(String device, CompletableFuture<Sample> answer) {
    try {
      answer.complete(devices.read(device));
    } catch (DriverException | NoSuchElementException | IllegalStateException e) {
      answer.completeExceptionally(e);
    } catch (InterruptedException e) {
      answer.completeExceptionally(new IllegalStateException("stopped", e));
    }
  }

  /// Begins to stop; returns at once.
  void stop() {
    stopping = true;
    inbox.add(() -> {});
    recall(true);
    host.watch().in(STOP_GENTLY_NANOS, () -> recall(false));
    host.watch().in(STOP_GENTLY_NANOS * 2, () -> recall(false));
  }

  /// Waits for the end; true when it has come.
  boolean join(Duration longest) throws InterruptedException {
    return thread.join(longest);
  }

  private void run() {
    try {
      if (predecessor != null && !predecessor.join(Duration.ofSeconds(2))) {
        LOG.log(System.Logger.Level.WARNING, "{0}: its predecessor has not ended", name);
      }
      while (!stopping) {
        step();
      }
      devices.closeAll();
    } catch (Abandoned e) {
      comeBack(e);
    } catch (InterruptedException e) {
      // stopped while waiting for the predecessor: nothing is open yet
    }
  }

  private void step() {
    try {
      devices.reconcile();
      long dueNanos = devices.nextNanos();
      long waitNanos = dueNanos == Long.MAX_VALUE ? dueNanos : dueNanos - host.nanos();
      Runnable message = inbox.poll(waitNanos, TimeUnit.NANOSECONDS);
      if (message != null) {
        message.run();
      } else {
        devices.runNext();
      }
    } catch (InterruptedException e) {
      // Recalled: the loop looks at what is wanted now.
    } catch (Abandoned e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Not the driver's: whatever foreign code throws has been turned into a DriverException.
      LOG.log(System.Logger.Level.ERROR, name + ": unexpected; going on", e);
    }
  }

  /// What is called under guard.
  @FunctionalInterface
  interface Body<T> {
    T run(Call call) throws Exception;
  }

  /// Calls foreign code with a deadline.
  ///
  /// @param what what is done, for messages
  /// @param slot the device it is done to, null for the link itself
  /// @param speaking whether the deadline moves with each sample
  /// @param lever what ends the call when closed from outside, null when nothing does
  /// @throws DriverException what the code threw, any other Throwable as PROTOCOL, or UNAVAILABLE
  ///   when the call was overdue; then the link and all drivers on it are closed
  /// @throws InterruptedException when the call was recalled
  <T> T guarded(
      String what,
      @Nullable DeviceSlot slot,
      Duration limit,
      boolean speaking,
      @Nullable AutoCloseable lever,
      Body<T> body)
      throws DriverException, InterruptedException {
    long startedNanos = host.nanos();
    Call call = new Call(what, slot, startedNanos, startedNanos + limit.toNanos(), speaking, lever);
    current = call;
    Runnable callOff = host.watch().in(limit.toNanos(), () -> expire(call, limit));
    Set<Thread> threadsBefore = slot == null ? Set.of() : driverThreads.alive();
    long allocatedBefore = host.allocations().ofThisThread();
    @Nullable T result = null;
    Throwable thrown = null;
    try {
      result = Objects.requireNonNull(body.run(call), what + " returned null");
    } catch (Throwable e) { // OutOfMemoryError and LinkageError of a driver included
      thrown = e;
    }
    Call.State last = call.end();
    callOff.run();
    if (last == Call.State.ABANDONED) {
      throw new Abandoned(call, result instanceof AutoCloseable open ? open : null);
    }
    current = null;
    if (slot != null) {
      account(slot, threadsBefore, allocatedBefore, thrown);
    }
    return switch (last) {
      case RUNNING -> {
        if (thrown != null) {
          throw understood(what, thrown);
        }
        yield Objects.requireNonNull(result);
      }
      case OVERDUE -> {
        closeQuietly(result);
        devices.dropLink();
        String words = Backoff.words(limit.toNanos());
        throw speaking
            ? DriverException.unavailable("was silent for " + words)
            : Overdue.failure(
                "%s did not end within %s and was interrupted".formatted(what, words));
      }
      case RECALLED -> {
        closeQuietly(result);
        throw new InterruptedException();
      }
      case ABANDONED, ENDED -> throw new IllegalStateException("call ended twice: " + what);
    };
  }

  /// What a call into a device has left: threads, memory.
  private void account(
      DeviceSlot slot,
      Set<Thread> threadsBefore,
      long allocatedBefore,
      @Nullable Throwable thrown) {
    host.allocations().count(slot.id(), allocatedBefore);
    if (thrown instanceof OutOfMemoryError) {
      host.heap().exhausted(slot.id());
    }
    for (Thread started : driverThreads.alive()) {
      if (!threadsBefore.contains(started)) {
        slot.threads.add(started);
      }
    }
  }

  /// [#guarded] for closing something; what it throws is logged only.
  void guardedClose(@Nullable DeviceSlot slot, String what, AutoCloseable open) {
    try {
      guarded(
          "close",
          slot,
          CLOSE_DEADLINE,
          false,
          null,
          call -> {
            open.close();
            return Boolean.TRUE;
          });
    } catch (DriverException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}: {2}", name, what, e.getMessage());
    } catch (InterruptedException e) {
      // recalled while closing: it is not used again either way
    }
  }

  private static DriverException understood(String what, Throwable thrown) {
    return switch (thrown) {
      case DriverException e -> e;
      case InterruptedException e ->
          new DriverException(
              DriverException.Kind.PROTOCOL,
              what + " ended with InterruptedException although nobody interrupted it",
              e);
      default ->
          new DriverException(
              DriverException.Kind.PROTOCOL, "%s threw %s".formatted(what, thrown), thrown);
    };
  }

  private static void closeQuietly(@Nullable Object open) {
    if (open instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Throwable e) { // of a driver: nothing it throws may end a thread of ours
        LOG.log(System.Logger.Level.DEBUG, "closing what came too late", e);
      }
    }
  }

  /// On the watch: the deadline of a call may have passed.
  private void expire(Call call, Duration limit) {
    long leftNanos = call.deadlineNanos() - host.nanos();
    if (leftNanos > 0) {
      if (call.running()) {
        host.watch().in(leftNanos, () -> expire(call, limit));
      }
      return;
    }
    if (!call.interrupt(Call.State.OVERDUE)) {
      return;
    }
    DeviceSlot slot = call.slot();
    String words = Backoff.words(limit.toNanos());
    if (slot == null) {
      link.state(HealthState.STUCK, "%s takes longer than %s".formatted(call.what(), words));
    } else if (!call.speaking()) {
      slot.health.set(HealthState.STUCK, "%s takes longer than %s".formatted(call.what(), words));
    }
    pull(call);
    host.watch().in(host.settings().grace().toNanos(), () -> giveUp(call));
  }

  /// Ends the running call because the thread is wanted back.
  private void recall(boolean speakingOnly) {
    Call call = current;
    if (call != null && (call.speaking() || !speakingOnly) && call.interrupt(Call.State.RECALLED)) {
      pull(call);
      host.watch().in(host.settings().grace().toNanos(), () -> giveUp(call));
    }
  }

  /// Closes the lever of a call on a thread of its own, because closing may hang as well; at most
  /// one such thread per link.
  private synchronized void pull(Call call) {
    AutoCloseable lever = call.lever();
    if (lever != null && (closer == null || !closer.isAlive())) {
      closer = Thread.ofPlatform().daemon().name("close-" + name).start(() -> closeQuietly(lever));
    }
  }

  /// On the watch: the grace of an interrupted call is over.
  private void giveUp(Call call) {
    if (stopping || !call.lingers()) {
      return;
    }
    DeviceSlot slot = call.slot();
    Set<String> suspects = suspects(slot);
    String who = slot == null ? name : "device " + slot.id();
    if (abandonedHere != null) {
      host.watch()
          .giveUp(
              "%s: %s hangs, and an abandoned thread of %s has not ended"
                  .formatted(who, call.what(), name),
              suspects);
      return;
    }
    if (!host.watch().claim(suspects)) {
      host.watch()
          .giveUp(
              "%s: %s hangs, and %d abandoned threads have not ended"
                  .formatted(who, call.what(), Watch.ABANDONED_MAX),
              suspects);
      return;
    }
    if (!call.abandon(slot == null ? null : slot.driver)) {
      host.watch().release(suspects);
      return;
    }
    abandonedHere = suspects;
    current = null;
    String message = call.what() + " hangs; its thread was abandoned and replaced";
    if (slot == null) {
      link.state(HealthState.STUCK, message);
    } else {
      slot.health.set(HealthState.STUCK, message);
    }
    List<Driver> orphans = devices.abandon(slot);
    Thread.ofPlatform()
        .daemon()
        .name("close-" + name)
        .start(() -> orphans.forEach(LinkThread::closeQuietly));
    inbox.add(() -> devices.hung(slot));
    try {
      thread = newThread();
      thread.start();
    } catch (OutOfMemoryError e) {
      host.watch()
          .giveUp("%s: no thread can be started: %s".formatted(name, e.getMessage()), suspects);
    }
  }

  /// Whom a hang is laid to: the device; the devices of a link that hangs itself.
  private Set<String> suspects(@Nullable DeviceSlot slot) {
    return slot == null ? devices.ids() : Set.of(slot.id());
  }

  /// An abandoned thread has come back: it closes what the hung call had opened, and its device may
  /// be tried again.
  private void comeBack(Abandoned end) {
    closeQuietly(end.result);
    closeQuietly(end.call.leftover());
    Set<String> hung = abandonedHere;
    if (hung != null) {
      host.watch().release(hung);
    }
    inbox.add(
        () -> {
          abandonedHere = null;
          devices.release(end.call.slot());
        });
  }

  /// Unwinds an abandoned thread.
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Call call;
    private final transient @Nullable AutoCloseable result;

    Abandoned(Call call, @Nullable AutoCloseable result) {
      super("abandoned in " + call.what(), null, false, false);
      this.call = call;
      this.result = result;
    }
  }
}
