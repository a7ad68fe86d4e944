package vn.binhduong.gateway.driver.pi4j.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.GpioLink;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One contact: tells each change at once, and its state from time to time.
final class ContactDriver implements EventDriver {
  static final Channel ACTIVE = new Channel("active", Unit.RATIO, 0, 1, "0 inactive, 1 active");

  /// A change of the clock is seen within this time.
  private static final Duration LOOK = Duration.ofMillis(100);

  static final List<Channel> CHANNELS = List.of(ACTIVE);

  /// A change that waited for longer, as of a gateway that stood still, is told as this old.
  private static final Duration AGE_MAX = Duration.ofSeconds(30);

  private final ContactSettings settings;
  private final DriverContext context;
  private final GpioLink input;
  private Instant newest = Instant.MIN;
  private volatile boolean closed;

  ContactDriver(ContactSettings settings, DriverContext context, GpioLink input) {
    this.settings = settings;
    this.context = context;
    this.input = input;
  }

  void prove() throws DriverException {
    if (input.inputs() != 1) {
      throw DriverException.misconfigured(
          "a contact needs a link with 1 input, found " + input.inputs());
    }
    input.isActive(0);
  }

  @Override
  public List<Channel> channels() {
    return CHANNELS;
  }

  @Override
  public Duration longestSilence() {
    return settings.report().multipliedBy(2).plusSeconds(5);
  }

  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    boolean active = input.isActive(0);
    Instant due = Instant.MIN;
    while (true) {
      if (closed) {
        throw DriverException.unavailable("closed");
      }
      Optional<GpioLink.Edge> edge = input.next(LOOK);
      boolean now = edge.map(GpioLink.Edge::active).orElse(active);
      Instant clock = context.clock().instant();
      if (!closed && (edge.isPresent() || !clock.isBefore(due))) {
        Instant at = edge.map(change -> when(change, clock)).orElse(clock);
        newest = at.isBefore(newest) ? newest : at;
        sink.emit(newest, ACTIVE.reading(now ? 1 : 0));
        due = clock.plus(settings.report());
      }
      active = now;
    }
  }

  /// When it changed, which is before it was heard: it had to stand first, and to wait its turn.
  private static Instant when(GpioLink.Edge change, Instant clock) {
    return clock.minusNanos(Math.clamp(System.nanoTime() - change.nanos(), 0, AGE_MAX.toNanos()));
  }

  @Override
  public void close() {
    closed = true;
  }
}
