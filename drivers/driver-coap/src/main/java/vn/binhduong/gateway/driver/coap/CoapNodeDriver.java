package vn.binhduong.gateway.driver.coap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.ReadingSink;

/// One node that posts to our server.
///
/// Polled, although the node speaks by itself: a device with events owns its link alone, and one
/// port serves many nodes. A poll hands out what came since the last one and never waits. A poll
/// that finds nothing emits nothing; after `silence` without a request that was kept it throws,
/// PROTOCOL when there were some that were refused, else UNAVAILABLE.
final class CoapNodeDriver implements PolledDriver {
  private final DriverContext context;
  private final CoapServerLink link;
  private final Inbox inbox;
  private final List<Channel> channels;
  private final Duration silence;
  private final int samplesMax;
  private String refusal = "";
  private boolean refusing;
  private boolean overflowing;
  private volatile boolean closed;

  CoapNodeDriver(CoapNodeSettings settings, DriverContext context, CoapServerLink link)
      throws DriverException {
    this.context = context;
    this.link = link;
    this.silence = settings.silence();
    this.samplesMax = settings.queue();
    var payloads = new Payloads(settings.channels(), settings.missing());
    this.channels = payloads.channels();
    this.inbox =
        new Inbox(
            new Inbox.Address(
                settings.path(),
                settings.identity(),
                settings.peer() == null ? null : AllowList.literal(settings.peer())),
            payloads,
            new Timeline(settings.ageMax()),
            context.clock(),
            samplesMax);
    link.enter(inbox);
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ensureOpen();
    if (!link.isOpen()) {
      throw DriverException.unavailable(link + ": closed");
    }
    Inbox.Delivery delivery = inbox.drain();
    tell(delivery);
    for (Timed sample : delivery.samples()) {
      ensureOpen();
      sink.emit(sample.at(), sample.readings());
    }
    if (delivery.samples().isEmpty()) {
      judgeSilence(delivery);
    }
  }

  private void judgeSilence(Inbox.Delivery delivery) throws DriverException {
    Instant now = context.clock().instant();
    if (!now.isAfter(delivery.lastTaken().plus(silence))) {
      return;
    }
    String nothing =
        "%s: nothing was taken from the node for %d s"
            .formatted(link, Duration.between(delivery.lastTaken(), now).toSeconds());
    throw refusing
        ? DriverException.protocol(nothing + ", the last request was refused: " + refusal)
        : DriverException.unavailable(nothing);
  }

  /// Says that requests are refused, or lost for want of room, and that it is over: once per
  /// change.
  private void tell(Inbox.Delivery delivery) {
    if (delivery.refused() > 0) {
      refusal = delivery.lastRefusal();
      if (!refusing) {
        log(
            System.Logger.Level.WARNING,
            "%d requests of the node were refused, the last one for: %s"
                .formatted(delivery.refused(), refusal));
      }
      refusing = true;
    } else if (refusing && delivery.taken() > 0) {
      log(System.Logger.Level.INFO, "no request of the node is refused any more");
      refusing = false;
    }
    if (delivery.full() > 0 && !overflowing) {
      log(
          System.Logger.Level.WARNING,
          "%d requests found no room among %d samples; poll more often"
              .formatted(delivery.full(), samplesMax));
      overflowing = true;
    } else if (delivery.full() == 0 && overflowing && delivery.taken() > 0) {
      log(System.Logger.Level.INFO, "there is room for every request again");
      overflowing = false;
    }
  }

  private void log(System.Logger.Level level, String text) {
    context.logger().log(level, text);
  }

  /// The path is free again; what was not taken is dropped.
  @Override
  public void close() {
    closed = true;
    inbox.close();
    link.leave(inbox);
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }
}
