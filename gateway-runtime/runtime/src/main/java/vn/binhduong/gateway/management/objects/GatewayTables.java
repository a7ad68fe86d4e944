package vn.binhduong.gateway.management.objects;

import static vn.binhduong.gateway.management.objects.Resource.attempt;
import static vn.binhduong.gateway.management.objects.Resource.integer;
import static vn.binhduong.gateway.management.objects.Resource.links;
import static vn.binhduong.gateway.management.objects.Resource.numbered;
import static vn.binhduong.gateway.management.objects.Resource.text;
import static vn.binhduong.gateway.management.objects.Resource.texts;
import static vn.binhduong.gateway.management.objects.Resource.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.leshan.core.node.ObjectLink;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.ManagedValues.Buffer;
import vn.binhduong.gateway.management.objects.ManagedValues.Health;
import vn.binhduong.gateway.management.objects.ManagedValues.Link;

/// Our own objects, in the range that OMA leaves to vendors: what no standard object can say.
final class GatewayTables {
  static final int BUFFER_ID = 33001;
  static final int LINK_ID = 33002;
  static final int DEVICE_ID = 33003;
  static final int CLOCK_ID = 33004;

  private static final String STORE = "the store";
  private static final String LEDGER = "the ledger";
  private static final String UPLINK = "the uplink";
  private static final String HEALTH = "the health board";

  private GatewayTables() {}

  static final ObjectTable<Buffer> BUFFER =
      ObjectTable.of(
          BUFFER_ID,
          "Store, ledger and uplink.",
          text(0, STORE, Buffer::epoch),
          integer(1, STORE, b -> b.store().bytes()),
          integer(2, "store.budget-mib", b -> b.store().budgetBytes()),
          integer(3, STORE, b -> b.store().segments()),
          integer(4, STORE, b -> b.store().entries()),
          integer(5, STORE, b -> b.store().queueBytes()),
          integer(6, LEDGER, b -> b.waiting().entries()),
          time(7, LEDGER, b -> b.waiting().oldest().orElse(null)),
          GatewayTables.<Buffer>age(8, UPLINK, b -> b.waiting().drain().orElse(null)),
          text(9, UPLINK, b -> b.waiting().hindrance()),
          integer(10, "store.commit-interval", b -> b.store().commitInterval().toMillis()),
          integer(11, STORE, b -> b.store().longestCommit().toMillis()),
          integer(12, STORE, b -> b.store().overruns()),
          integer(13, LEDGER, b -> b.waiting().givenUp()),
          integer(14, LEDGER, b -> b.waiting().streams()),
          text(15, STORE, b -> b.store().trouble()),
          text(16, UPLINK, b -> b.uplink().state()),
          GatewayTables.<Buffer>age(17, UPLINK, b -> b.uplink().online().orElse(null)),
          text(18, UPLINK, b -> b.uplink().trouble()),
          integer(19, UPLINK, b -> b.uplink().inFlight()),
          integer(20, UPLINK, b -> b.uplink().acknowledged()),
          integer(21, UPLINK, b -> b.uplink().bytesSent()),
          integer(22, UPLINK, b -> b.uplink().connects()),
          integer(23, UPLINK, b -> b.uplink().refusals()),
          integer(24, UPLINK, b -> b.uplink().quarantined()));

  static final ObjectTable<Link> LINK =
      ObjectTable.of(
          LINK_ID,
          "One for each configured link.",
          text(0, "links", Link::name),
          text(1, "links.NAME.type", Link::type),
          text(2, HEALTH, link -> link.health().map(h -> h.state().name()).orElse(null)),
          GatewayTables.<Link>age(3, HEALTH, link -> link.health().map(Health::age).orElse(null)),
          text(4, HEALTH, link -> link.health().map(Health::message).orElse(null)),
          texts(5, "devices.ID.link", link -> numbered(link.devices())));

  /// A device with the instances that carry its values.
  ///
  /// @param device the device
  /// @param lastSample when it last measured
  /// @param objects the instances
  /// @param restart restarts it, and says why that is not possible
  record Shown(
      ManagedValues.Device device,
      @Nullable Instant lastSample,
      List<ObjectLink> objects,
      Supplier<Optional<String>> restart) {}

  /// Resource of a device: the state it is in.
  static final int STATE = 3;

  /// Resource of a device: why.
  static final int REASON = 5;

  static final ObjectTable<Shown> DEVICE =
      ObjectTable.of(
          DEVICE_ID,
          "One for each configured device.",
          text(0, "devices", s -> s.device().id()),
          text(1, "devices.ID.driver", s -> s.device().driver()),
          text(2, "devices.ID.link", s -> s.device().link().orElse(null)),
          text(STATE, HEALTH, s -> s.device().health().state().name()),
          GatewayTables.<Shown>age(4, HEALTH, s -> s.device().health().age()),
          text(REASON, HEALTH, s -> s.device().health().message()),
          text(6, "the instrument", s -> s.device().identity()),
          integer(
              7, "devices.ID.every", s -> s.device().period().map(Duration::toMillis).orElse(null)),
          integer(8, HEALTH, s -> s.device().counts().polls()),
          integer(9, HEALTH, s -> s.device().counts().failures()),
          integer(10, HEALTH, s -> s.device().counts().missed()),
          integer(11, HEALTH, s -> s.device().counts().samples()),
          time(12, "acquisition", Shown::lastSample),
          integer(13, LEDGER, s -> positive(s.device().lastNumber())),
          integer(14, LEDGER, s -> positive(s.device().acknowledged())),
          links(15, "the sensor objects", s -> numbered(s.objects())),
          attempt(
              16,
              "restarts the device with its link and every device on it",
              s -> s.restart().get().orElse(null)));

  /// The clock and how long the process has been running.
  record Timed(ManagedValues.Clock clock, Duration uptime) {}

  static final ObjectTable<Timed> CLOCK =
      ObjectTable.of(
          CLOCK_ID,
          "The clock of the gateway.",
          text(0, "the clock", t -> t.clock().state().name()),
          text(1, "the clock", t -> t.clock().source()),
          quiet(time(2, "the clock", t -> t.clock().known() ? t.clock().now() : null)),
          quiet(
              integer(
                  3,
                  "50 ppm of the time since the last synchronisation",
                  t ->
                      t.clock().errorMillis().isPresent()
                          ? (Long) t.clock().errorMillis().getAsLong()
                          : null)),
          text(4, "the kernel", t -> t.clock().boot()),
          GatewayTables.<Timed>age(5, "the process", Timed::uptime));

  /// All of them, in the order of their ids.
  static final List<ObjectTable<?>> ALL = List.of(BUFFER, LINK, DEVICE, CLOCK);

  /// Numbers begin with 1.
  private static @Nullable Long positive(long number) {
    return number > 0 ? (Long) number : null;
  }

  /// A time that passes by itself, in whole seconds; no reason to notify.
  private static <S> Resource.Valued<S> age(
      int id, String source, Function<S, @Nullable Duration> read) {
    return quiet(
        integer(
            id,
            source,
            subject -> {
              Duration age = read.apply(subject);
              return age == null ? null : (Long) age.toSeconds();
            }));
  }

  private static <S> Resource.Valued<S> quiet(Resource.Valued<S> resource) {
    return resource.quiet();
  }
}
