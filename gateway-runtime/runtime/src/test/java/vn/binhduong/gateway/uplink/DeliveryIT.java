package vn.binhduong.gateway.uplink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.Ack;
import vn.binhduong.gateway.contract.Batch;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.contract.SenmlDecoder;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.WallTime;

/// What counts as delivered, and in which form it travels, with a real store and a real mosquitto.
@Tag("interop")
@Timeout(60)
class DeliveryIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String BASE = "bd/v1/" + Site.GATEWAY + "/";

  @TempDir Path directory;
  private Mosquitto broker;
  private Listener ioc;
  private TestSettings settings;

  @BeforeEach
  void start() throws Exception {
    broker = Mosquitto.start(folder("broker"));
    ioc = Listener.on(broker.port());
    settings = TestSettings.on(broker.port());
  }

  @AfterEach
  void stop() {
    ioc.close();
    broker.close();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private Site site() throws Exception {
    return new Site(folder("data"), settings.make());
  }

  private static long pending(Site site) {
    return site.store.ledger().stream()
        .filter(stream -> stream.device().equals("aq1"))
        .mapToLong(stream -> stream.pending())
        .sum();
  }

  private static byte[] ack(UUID epoch, long hwm, Ranges.Range... above) {
    return new Ack(epoch, hwm, List.of(above)).toJson();
  }

  // With `ack: ioc` the broker's word is not enough: what the IOC does not make durable comes
  // again,
  // and only its own epoch counts.
  @Test
  void waitsForTheDurableAcknowledgement() throws Exception {
    settings.ack = UplinkSettings.Ack.IOC;
    try (Site site = site()) {
      site.measure(20);
      Wait.until("sent", SOON, () -> ioc.numbers("aq1").size() == 20);
      Wait.until(
          "sent again after resend-after",
          SOON,
          () ->
              ioc.on(BASE + "hist/aq1").stream()
                  .anyMatch(message -> "1".equals(message.properties().get("s0"))));
      assertThat(pending(site)).isEqualTo(20);
      ioc.leave(BASE + "ack/aq1", ack(new UUID(7, 7), 20));
      ioc.leave(BASE + "ack/aq1", ack(site.store.epoch(), 5, new Ranges.Range(11, 15)));
      Wait.until("ten are left", SOON, () -> pending(site) == 10);
    }
    // While the gateway is away the IOC goes on; its retained acknowledgement waits at the broker.
    try (Site site = site()) {
      assertThat(pending(site)).isEqualTo(10);
      ioc.leave(BASE + "ack/aq1", ack(site.store.epoch(), 20));
      Wait.until("none is left", SOON, () -> pending(site) == 0);
    }
  }

  @Test
  void findsTheAcknowledgementThatWaitedForIt() throws Exception {
    settings.ack = UplinkSettings.Ack.IOC;
    UUID epoch;
    try (Site site = site()) {
      site.measure(20);
      Wait.until("sent", SOON, () -> ioc.numbers("aq1").size() == 20);
      epoch = site.store.epoch();
    }
    ioc.leave(BASE + "ack/aq1", ack(epoch, 20));
    try (Site site = site()) {
      Wait.until("settled", SOON, () -> pending(site) == 0);
    }
  }

  // The short form, as it is used on a metered link, from the sensor to the decoder of the IOC.
  @Test
  void cborCompressed() throws Exception {
    settings.encoding = UplinkSettings.Encoding.CBOR;
    settings.compress = true;
    try (Site site = site()) {
      site.measure(150);
      site.awaitDelivered(SOON);
      Wait.until("numbers", SOON, () -> ioc.numbers("aq1").size() == 150);
    }
    SenmlDecoder decoder = new SenmlDecoder();
    long rows = 0;
    for (Listener.Received message : ioc.on(BASE + "data/aq1")) {
      assertThat(message.payload()[0]).as("zlib").isEqualTo((byte) 0x78);
      Batch batch = decoder.decodeBatch(message.payload());
      assertThat(batch.header().s0() + "").isEqualTo(message.properties().get("s0"));
      for (int row = 0; row < batch.times().size(); row++) {
        assertThat(batch.columns().getFirst().value(row))
            .isEqualTo((double) (batch.header().s0() + row));
      }
      rows += batch.times().size();
    }
    assertThat(rows).isEqualTo(150);
  }

  // Samples wait until the clock is set and are then right; events do not wait.
  @Test
  void holdsSamplesUntilTheClockIsSet() throws Exception {
    AtomicReference<ClockState> clock = new AtomicReference<>(ClockState.UNSYNCED);
    try (Site site = new Site(folder("data"), settings.make(), true, in(clock))) {
      site.measure(5);
      site.store.append(new Event(Site.now(), "alarm", "{}"));
      Wait.until("event", SOON, () -> !ioc.on(BASE + "event").isEmpty());
      assertThat(ioc.numbers("aq1")).isEmpty();
      clock.set(ClockState.SYNCED);
      site.awaitDelivered(SOON);
      Wait.until("numbers", SOON, () -> ioc.numbers("aq1").size() == 5);
      assertThat(ioc.on(BASE + "data/aq1").getFirst().text()).contains("\"SYNCED\"");
    }
  }

  // A clock that is never set holds nothing up for ever.
  @Test
  void sendsMarkedWhenTheClockIsNeverSet() throws Exception {
    settings.unsyncedHold = Duration.ofMillis(300);
    AtomicReference<ClockState> clock = new AtomicReference<>(ClockState.UNSYNCED);
    try (Site site = new Site(folder("data"), settings.make(), true, in(clock))) {
      site.measure(5);
      site.awaitDelivered(SOON);
      Wait.until("numbers", SOON, () -> ioc.numbers("aq1").size() == 5);
      assertThat(ioc.all().stream().filter(m -> m.topic().endsWith("/aq1") && !m.retained()))
          .isNotEmpty()
          .allMatch(message -> message.text().contains("\"UNSYNCED\""));
    }
  }

  private static Function<BootTime, WallTime> in(AtomicReference<ClockState> clock) {
    return at -> new WallTime(Site.wall(at).epochMillis(), requireNonNull(clock.get()), 1);
  }
}
