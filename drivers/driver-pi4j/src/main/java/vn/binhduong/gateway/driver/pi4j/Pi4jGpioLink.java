package vn.binhduong.gateway.driver.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.GpioLink;

/// Inputs through Pi4J's provider on libgpiod. Changes are heard on a thread of Pi4J and wait in a
/// bounded queue; their time is that of hearing, so under load a few milliseconds late.
final class Pi4jGpioLink implements GpioLink {
  /// Changes that may wait: 4 s of a contact that chatters at 1 kHz.
  private static final int EDGES_MAX = 4096;

  private static final Duration SLICE = Duration.ofMillis(100);

  private final String name;
  private final boolean activeLow;
  private final Context context;
  private final List<DigitalInput> inputs = new ArrayList<>();
  private final BlockingQueue<Edge> edges = new ArrayBlockingQueue<>(EDGES_MAX);
  private volatile boolean overflowed;
  private volatile boolean closed;

  private Pi4jGpioLink(String name, boolean activeLow, Context context) {
    this.name = name;
    this.activeLow = activeLow;
    this.context = context;
  }

  static Pi4jGpioLink open(String name, GpioSettings settings, Context context) {
    var link = new Pi4jGpioLink(name, settings.activeLow(), context);
    for (int i = 0; i < settings.lines().size(); i++) {
      link.listen(i, settings.lines().get(i), settings);
    }
    return link;
  }

  private void listen(int index, int line, GpioSettings settings) {
    DigitalInput input =
        context.create(
            DigitalInputConfigBuilder.newInstance(context)
                .id("%s-%d".formatted(name.replace(' ', '-'), line))
                .address(line)
                .pull(
                    switch (settings.pull()) {
                      case UP -> PullResistance.PULL_UP;
                      case DOWN -> PullResistance.PULL_DOWN;
                      case NONE -> PullResistance.OFF;
                    })
                .debounce(settings.debounce().toNanos() / 1_000, TimeUnit.MICROSECONDS)
                .build());
    input.addListener(
        event -> {
          if (!edges.offer(new Edge(index, isActive(event.state()), System.nanoTime()))) {
            overflowed = true;
          }
        });
    inputs.add(input);
  }

  private boolean isActive(DigitalState state) {
    return state.isLow() == activeLow;
  }

  @Override
  public int inputs() {
    return inputs.size();
  }

  @Override
  public boolean isActive(int input) throws DriverException {
    ensureOpen();
    try {
      return isActive(inputs.get(input).state());
    } catch (RuntimeException e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE,
          "%s: input %d cannot be read: %s".formatted(name, input, e.getMessage()),
          e);
    }
  }

  @Override
  public Optional<Edge> next(Duration timeout) throws DriverException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (true) {
      ensureOpen();
      if (overflowed) {
        throw DriverException.unavailable(
            "%s: more than %d changes waited; does a contact chatter?".formatted(name, EDGES_MAX));
      }
      long leftNanos = deadlineNanos - System.nanoTime();
      Edge edge = edges.poll(Math.clamp(leftNanos, 0, SLICE.toNanos()), TimeUnit.NANOSECONDS);
      if (edge != null || leftNanos <= 0) {
        return Optional.ofNullable(edge);
      }
    }
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable(name + ": closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        context.shutdown();
      } catch (RuntimeException e) {
        System.getLogger(Pi4jGpioLink.class.getName())
            .log(System.Logger.Level.WARNING, "{0}: not closed in good order: {1}", name, e);
      }
    }
  }
}
