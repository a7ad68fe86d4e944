package vn.binhduong.gateway.driver.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;

/// The contract of every driver, on a broker that is killed, hangs, and carries rubbish.
@Tag("interop")
class MqttJsonContractIT implements DriverContractSuite<MqttJsonSettings> {
  @Override
  public DriverFixture<MqttJsonSettings> fixture() throws IOException {
    return new Fixture();
  }

  /// A source that publishes all the time, one message after the other.
  private static final class Fixture implements DriverFixture<MqttJsonSettings> {
    private static final Duration PACE = Duration.ofMillis(5);
    private static final String TOPIC = "site/counter";

    /// A connection of Paho takes about 0.3 s; -Dmqtt.cycles=1000 takes its time.
    private static final int CYCLES = Integer.getInteger("mqtt.cycles", 100);

    private final Path directory = Files.createTempDirectory("mosquitto");
    private final Mosquitto broker;
    private final Thread source;
    private DeviceState state = DeviceState.ANSWERING;
    private @Nullable Peer peer;
    private int number;
    private volatile boolean closed;

    Fixture() throws IOException {
      broker = Mosquitto.start(directory);
      source = Thread.ofPlatform().daemon().name("source").start(this::publish);
    }

    @Override
    public DriverFactory<MqttJsonSettings> factory() {
      return new MqttJsonFactory();
    }

    @Override
    public MqttJsonSettings settings() {
      return Yaml.device(
          """
          broker: mqtt://127.0.0.1:%d
          username: gateway
          password: not-to-be-shown
          topic: site/+
          connect-timeout: 5s
          profile:
            maker: Maker
            model: Model
            source-id: /id
            counter: /n
            channels:
              - {channel: cars, path: /cars, unit: count, min: 0, max: 1000}
              - {channel: occupancy, path: /occupancy, scale: 0.1, unit: '%%', min: 0, max: 100}
          """
              .formatted(broker.port()));
    }

    /// Nothing of the old state is on its way when this returns.
    @Override
    public synchronized void set(DeviceState next) {
      try {
        broker.resume();
        if (!broker.isRunning() && next != DeviceState.GONE) {
          broker.restart();
        }
        state = next;
        if (next == DeviceState.GONE) {
          forget();
          broker.kill();
        } else if (next == DeviceState.HANGING) {
          broker.suspend();
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Map<DeviceState, String> cannot() {
      return Map.of(
          DeviceState.DRIPPING,
          "the broker stands between, and gives a message on when it is whole");
    }

    @Override
    public Duration step() {
      return Duration.ofMillis(100);
    }

    @Override
    public int cycles() {
      return CYCLES;
    }

    private void publish() {
      while (!closed) {
        try {
          publishOne();
          Thread.sleep(PACE);
        } catch (IOException e) {
          forget();
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private synchronized void publishOne() throws IOException {
      if (state == DeviceState.GONE || state == DeviceState.HANGING || closed) {
        return;
      }
      Peer open = peer;
      if (open == null) {
        open = new Peer(broker.port());
        peer = open;
      }
      number++;
      open.publish(
          TOPIC,
          state == DeviceState.ANSWERING
              ? "{\"id\":\"m%d\",\"n\":%d,\"cars\":%d,\"occupancy\":%d}"
                  .formatted(number, number, number % 1000, number % 1000)
              : garbage());
    }

    private String garbage() {
      return switch (number % 4) {
        case 0 -> "rubbish";
        case 1 -> "{\"cars\":12,";
        case 2 -> "{\"id\":\"g" + number + "\",\"cars\":\"many\",\"occupancy\":null}";
        default -> "{\"cars\":12,\"cars\":13}";
      };
    }

    private synchronized void forget() {
      Peer open = peer;
      peer = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // It is gone either way.
        }
      }
    }

    @Override
    public void close() throws IOException {
      closed = true;
      source.interrupt();
      forget();
      broker.close();
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : List.copyOf(files.toList())) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
