package vn.binhduong.gateway.driver.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.Call;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.RecordingLogger;

/// A device without a broker: messages are put into its inbox.
final class Bench implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final DriverHarness<MqttJsonSettings> harness;
  private final Source source = new Source();

  Bench(MqttJsonSettings settings) throws Exception {
    harness = new DriverHarness<>(source, settings);
    harness.open();
  }

  /// What comes of these messages.
  List<EmittedSample> read(String... messages) throws Exception {
    for (String message : messages) {
      put(message, false);
    }
    return drain();
  }

  /// Puts one in.
  void put(String message, boolean retained) {
    source
        .inbox()
        .put(
            new Arrival(
                harness.clock().instant(), message.getBytes(StandardCharsets.UTF_8), retained));
  }

  /// Ends the connection, reads what is left, and opens the device again.
  List<EmittedSample> drain() throws Exception {
    int before = harness.samples().size();
    source.inbox().end(vn.binhduong.gateway.driver.DriverException.Kind.UNAVAILABLE, "drained");
    Call call = harness.startRun();
    if (call.await(LIMIT).isEmpty()) {
      throw new AssertionError("still running");
    }
    List<EmittedSample> samples = harness.samples();
    return samples.subList(before, samples.size());
  }

  /// Opens the device again, as the host does.
  void reopen() throws Exception {
    harness.open();
  }

  DriverHarness<MqttJsonSettings> harness() {
    return harness;
  }

  Inbox inbox() {
    return source.inbox();
  }

  /// What was logged.
  List<String> log() {
    return harness.logger().lines().stream().map(RecordingLogger.Line::text).toList();
  }

  @Override
  public void close() {
    harness.close();
  }

  private static final class Source implements DriverFactory<MqttJsonSettings> {
    private final AtomicReference<@Nullable Inbox> inbox = new AtomicReference<>();

    Inbox inbox() {
      Inbox open = inbox.get();
      if (open == null) {
        throw new IllegalStateException("not open");
      }
      return open;
    }

    @Override
    public String type() {
      return "mqtt-json";
    }

    @Override
    public Class<MqttJsonSettings> settings() {
      return MqttJsonSettings.class;
    }

    @Override
    public Driver open(MqttJsonSettings settings, DriverContext context) {
      var made = new Inbox();
      inbox.set(made);
      return new MqttJsonDriver(settings, context, made, () -> {});
    }
  }
}
