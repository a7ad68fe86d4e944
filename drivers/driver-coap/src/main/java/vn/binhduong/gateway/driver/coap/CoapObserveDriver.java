package vn.binhduong.gateway.driver.coap;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.Response;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.ReadingSink;

/// One resource of a node, observed (RFC 7641).
///
/// With events, because the node decides when there is something new, and a notification that
/// waited for a poll would carry the time of its arrival late. It has an endpoint of its own, so
/// that a node never hears another's token.
///
///     ask --answer with observe--> OBSERVING --silent for Max-Age + answer-timeout--> ask
///      |  --answer without-------> ASKING ---every--> ask
///      +--- no answer within answer-timeout: UNAVAILABLE
final class CoapObserveDriver implements EventDriver {
  /// How soon a close from another thread is seen.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// Max-Age beyond it is taken as this, so that a node that is lost is noticed.
  private static final long MAX_AGE_SECONDS_MAX = TimeUnit.DAYS.toSeconds(1);

  private static final int CLASS_SUCCESS = 2;

  private final CoapObserveSettings settings;
  private final DriverContext context;
  private final Payloads payloads;
  private final Timeline timeline;
  private final ObserveOrder order = new ObserveOrder();
  private final Observer observer;
  private Observer.@Nullable Heard first;
  private boolean answered;
  private long deadlineNanos;
  private volatile boolean closed;

  private CoapObserveDriver(CoapObserveSettings settings, DriverContext context)
      throws DriverException {
    this.settings = settings;
    this.context = context;
    payloads = new Payloads(settings.channels(), settings.missing());
    timeline = new Timeline(settings.ageMax());
    observer = new Observer(settings, context.deviceId(), context.clock());
  }

  /// Asks the node and waits for its first answer.
  static CoapObserveDriver open(CoapObserveSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    var driver = new CoapObserveDriver(settings, context);
    boolean opened = false;
    try {
      driver.ask();
      Observer.Heard first = driver.observer.next(settings.answerTimeout().toNanos());
      if (first == null) {
        throw driver.silent();
      }
      driver.successful(first);
      driver.first = first;
      opened = true;
      return driver;
    } finally {
      if (!opened) {
        driver.close();
      }
    }
  }

  @Override
  public List<Channel> channels() {
    return payloads.channels();
  }

  @Override
  public Duration longestSilence() {
    return settings.silence();
  }

  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    Observer.Heard begin = first;
    first = null;
    if (begin != null) {
      take(begin, sink);
    }
    while (true) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        if (!answered) {
          throw silent();
        }
        ask();
        continue;
      }
      Observer.Heard heard = observer.next(Math.min(left, LOOK_NANOS));
      ensureOpen();
      if (heard != null) {
        take(heard, sink);
      }
    }
  }

  private void ask() {
    order.reset();
    answered = false;
    deadlineNanos = System.nanoTime() + settings.answerTimeout().toNanos();
    observer.ask();
  }

  private void take(Observer.Heard heard, ReadingSink sink) throws DriverException {
    Response response = successful(heard);
    answered = true;
    Integer number = response.getOptions().getObserve();
    boolean observed = number != null;
    Duration wait = observed ? freshness(response) : settings.every();
    if (observed && !order.isNewer(number, heard.nanos())) {
      return;
    }
    deadlineNanos = heard.nanos() + wait.toNanos();
    List<Timed> samples;
    try {
      samples =
          timeline.place(
              heard.at(),
              payloads.read(response.getOptions().getContentFormat(), response.getPayload()));
    } catch (RefusedException e) {
      throw DriverException.protocol(
          "%s: %s answer of %d bytes: %s"
              .formatted(settings.uri(), response.getCode(), response.getPayloadSize(), e.words()));
    }
    timeline.passed(samples);
    for (Timed sample : samples) {
      ensureOpen();
      sink.emit(sample.at(), sample.readings());
    }
  }

  private Duration freshness(Response response) {
    // 60 s where the node does not say (RFC 7252 §5.10.5).
    long seconds = Math.min(response.getOptions().getMaxAge(), MAX_AGE_SECONDS_MAX);
    return Duration.ofSeconds(seconds).plus(settings.answerTimeout());
  }

  private Response successful(Observer.Heard heard) throws DriverException {
    Response response = heard.response();
    if (response == null) {
      throw DriverException.unavailable("%s: %s".formatted(settings.uri(), heard.failure()));
    }
    if (response.getCode().codeClass != CLASS_SUCCESS) {
      throw new DriverException(
          switch (response.getCode()) {
            case UNAUTHORIZED, FORBIDDEN -> Kind.MISCONFIGURED;
            case SERVICE_UNAVAILABLE -> Kind.UNAVAILABLE;
            default -> Kind.PROTOCOL;
          },
          "%s: the node answers %s".formatted(settings.uri(), response.getCode()));
    }
    return response;
  }

  private DriverException silent() {
    return DriverException.unavailable(
        "%s: no answer within %d ms"
            .formatted(settings.uri(), settings.answerTimeout().toMillis()));
  }

  /// Ends a run that is under way.
  @Override
  public void close() {
    closed = true;
    observer.close();
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable(context.deviceId() + ": closed");
    }
  }
}
