package vn.binhduong.gateway.driver.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;

/// One device behind an MQTT broker: each of its messages with a mapped value is one sample, at the
/// time it came by the gateway's clock.
///
/// A message is dropped, and counted, when it was kept by the broker from before (retained), is
/// malformed, has a source id that was seen already, or is too old. None of these ends the
/// connection, and the log says so when it begins and when it is over. A mapped value that is
/// missing or no number is BAD_SENSOR.
///
/// [#run] is for one thread; [#close()] may come from any and ends it at once.
public final class MqttJsonDriver implements EventDriver {
  private final MqttJsonSettings settings;
  private final DriverContext context;
  private final Inbox inbox;
  private final Runnable disconnect;
  private final MessageReader reader;
  private final List<Channel> channels;
  private final SeenIds seen = new SeenIds();
  private final List<Trouble> faults;
  private final Trouble malformed = new Trouble();
  private final Trouble kept = new Trouble();
  private final Trouble repeated = new Trouble();
  private final Trouble old = new Trouble();
  private final Trouble overflow = new Trouble();
  private final Trouble gaps = new Trouble();
  private final Trouble restarts = new Trouble();
  private FrameCounter counter;
  private boolean ran;
  private volatile boolean closed;

  /// @param inbox what comes
  /// @param disconnect ends the connection; idempotent, quick, from any thread
  MqttJsonDriver(
      MqttJsonSettings settings, DriverContext context, Inbox inbox, Runnable disconnect) {
    this.settings = settings;
    this.context = context;
    this.inbox = inbox;
    this.disconnect = disconnect;
    this.reader = new MessageReader(settings);
    this.channels = settings.values().stream().map(MappedValue::toChannel).toList();
    this.faults = channels.stream().map(_ -> new Trouble()).toList();
    this.counter =
        settings.profile().counter() == null
            ? FrameCounter.NONE
            : FrameCounter.remembered(context.remembered().orElse(""));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Identity identity() {
    String serial = settings.selected();
    return new Identity(
        settings.profile().maker(), settings.profile().model(), serial == null ? "" : serial, "");
  }

  @Override
  public Duration longestSilence() {
    return settings.longestSilence();
  }

  /// What came after an earlier run was ended, and before this one, is of nobody: it is thrown
  /// away.
  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    if (ran) {
      inbox.clear();
    }
    ran = true;
    while (true) {
      Arrival arrival = inbox.take();
      List<Reading> readings = judge(arrival);
      if (closed) {
        throw DriverException.unavailable("closed");
      }
      if (!readings.isEmpty()) {
        sink.emit(arrival.at(), readings);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    inbox.close();
    disconnect.run();
  }

  /// The readings of a message; none where it gives no sample.
  private List<Reading> judge(Arrival arrival) {
    tellOverflow();
    if (arrival.retained() && settings.retained() == Retained.IGNORE) {
      if (kept.happened(1)) {
        info("a retained message is no event and was ignored; so are others, without a word");
      }
      return List.of();
    }
    Content content;
    try {
      content = reader.read(arrival.payload());
    } catch (MalformedException e) {
      if (malformed.happened(1)) {
        warn("a message of %d bytes is malformed: %s".formatted(arrival.bytes(), e.getMessage()));
      }
      return List.of();
    }
    if (malformed.stayedAway()) {
      info("messages can be read again; %d were malformed".formatted(malformed.count()));
    }
    return switch (content) {
      case Content.Foreign() -> List.of();
      case Content.Own own -> judge(own, arrival.at());
    };
  }

  private List<Reading> judge(Content.Own own, Instant at) {
    String id = own.sourceId();
    if (id != null && !seen.add(id)) {
      if (repeated.happened(1)) {
        info("a message came twice and was dropped once; so are others, without a word");
      }
      return List.of();
    }
    count(own.counter());
    Instant time = own.time();
    if (time != null) {
      Duration age = Duration.between(time, at);
      if (age.compareTo(settings.ageMax()) > 0) {
        if (old.happened(1)) {
          warn(
              "a message is %d s old and was dropped: age-max is %d s"
                  .formatted(age.toSeconds(), settings.ageMax().toSeconds()));
        }
        return List.of();
      }
      if (old.stayedAway()) {
        info("messages are young enough again; %d were too old".formatted(old.count()));
      }
    }
    var readings = new ArrayList<Reading>(own.values().size());
    for (int i = 0; i < own.values().size(); i++) {
      readings.add(reading(i, own.values().get(i)));
    }
    return readings;
  }

  private Reading reading(int index, Content.Value value) {
    Channel channel = channels.get(index);
    Trouble trouble = faults.get(index);
    if (value.fault() != null && trouble.happened(1)) {
      warn(channel.name() + ": " + value.fault());
    } else if (value.fault() == null && trouble.stayedAway()) {
      info(channel.name() + ": can be read again");
    }
    return Double.isNaN(value.value())
        ? channel.bad(Quality.BAD_SENSOR)
        : channel.reading(value.value());
  }

  private void count(OptionalLong number) {
    if (number.isEmpty()) {
      return;
    }
    long now = number.getAsLong();
    long missed = counter.missedBefore(now);
    if (missed > 0 && gaps.happened(missed)) {
      warn(
          "%d messages are missing: the counter went from %d to %d"
              .formatted(missed, counter.last().orElseThrow(), now));
    } else if (missed == 0 && gaps.stayedAway()) {
      info("messages come without gaps again; %d were missing".formatted(counter.missed()));
    }
    boolean beganAnew = counter.beganAnew(now);
    if (!beganAnew) {
      var _ = restarts.stayedAway();
    } else if (restarts.happened(1)) {
      info("the counter began anew at %d, after %d".formatted(now, counter.last().orElseThrow()));
    }
    counter = counter.with(now);
    context.remember(counter.toRemember());
  }

  private void tellOverflow() {
    long lost = inbox.takeLost();
    if (lost > 0 && overflow.happened(lost)) {
      warn(
          "messages come faster than they are stored: %d were lost, as %d messages or %d bytes waited"
              .formatted(lost, Inbox.MESSAGES_MAX, Inbox.BYTES_MAX));
    } else if (lost == 0 && overflow.stayedAway()) {
      info("no message is lost any more; %d were".formatted(overflow.count()));
    }
  }

  private void warn(String text) {
    context.logger().log(System.Logger.Level.WARNING, text);
  }

  private void info(String text) {
    context.logger().log(System.Logger.Level.INFO, text);
  }
}
