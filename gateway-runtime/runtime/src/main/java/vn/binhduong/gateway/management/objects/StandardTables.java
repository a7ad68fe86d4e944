package vn.binhduong.gateway.management.objects;

import static vn.binhduong.gateway.management.objects.Resource.absent;
import static vn.binhduong.gateway.management.objects.Resource.action;
import static vn.binhduong.gateway.management.objects.Resource.blobs;
import static vn.binhduong.gateway.management.objects.Resource.bytes;
import static vn.binhduong.gateway.management.objects.Resource.flag;
import static vn.binhduong.gateway.management.objects.Resource.integer;
import static vn.binhduong.gateway.management.objects.Resource.integers;
import static vn.binhduong.gateway.management.objects.Resource.number;
import static vn.binhduong.gateway.management.objects.Resource.numbered;
import static vn.binhduong.gateway.management.objects.Resource.text;
import static vn.binhduong.gateway.management.objects.Resource.texts;
import static vn.binhduong.gateway.management.objects.Resource.time;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.SystemFacts.Radio;
import vn.binhduong.gateway.management.objects.SystemFacts.Route;

/// The objects of the standard that tell of the machine and the program, not of sensors.
final class StandardTables {
  private static final long BYTES_PER_KB = 1000;
  private static final String NO_MODEM = "the gateway does not manage a modem";
  private static final String NO_SMS = "no SMS";
  private static final String NOT_MEASURED = "not measured";
  private static final String FIXED = "a cabinet does not move";

  private StandardTables() {}

  /// The network as one picture.
  ///
  /// @param facts of the system
  /// @param routes default routes, the preferred one first
  record Network(SystemFacts facts, List<Route> routes) {
    static Network of(SystemFacts facts) {
      return new Network(facts, facts.defaultRoutes());
    }

    @Nullable Long bearer() {
      return routes.isEmpty() ? null : boxed(facts.bearer(routes.getFirst().device()));
    }

    Optional<Radio> radio() {
      return routes.isEmpty() ? Optional.empty() : facts.radio(routes.getFirst().device());
    }

    List<String> routers() {
      return routes.stream().flatMap(route -> route.router().stream()).toList();
    }

    @Nullable Long noiseDistance() {
      Radio radio = radio().orElse(null);
      return radio == null || radio.signalDbm().isEmpty() || radio.noiseDbm().isEmpty()
          ? null
          : (Long) (radio.signalDbm().getAsLong() - radio.noiseDbm().getAsLong());
    }
  }

  static final ObjectTable<Network> CONNECTIVITY =
      ObjectTable.of(
          4,
          "The network of the machine; the link is that of the preferred IPv4 default route.",
          integer(
              0,
              "sysfs: 41 Ethernet, 21 WLAN; absent for a modem, whose technology the kernel does not"
                  + " tell, and for bridges and tunnels",
              Network::bearer),
          integers(
              1,
              "sysfs: the same of every interface that is up",
              n -> numbered(List.copyOf(n.facts().bearers()))),
          integer(
              2,
              "/proc/net/wireless, dBm; absent on a cable",
              n -> n.radio().map(radio -> boxed(radio.signalDbm())).orElse(null)),
          integer(
              3,
              "/proc/net/wireless, in the unit of the driver; absent on a cable",
              n -> n.radio().map(Radio::quality).orElse(null)),
          texts(
              4,
              "/proc/net/fib_trie and if_inet6: addresses that others can use",
              n -> numbered(n.facts().addresses())),
          texts(5, "/proc/net/route: of the default routes", n -> numbered(n.routers())),
          absent(6, NOT_MEASURED),
          absent(7, NO_MODEM),
          absent(8, NO_MODEM),
          absent(9, NO_MODEM),
          absent(10, NO_MODEM),
          integer(
              11,
              "/proc/net/wireless: signal less noise; absent when the driver does not measure noise",
              Network::noiseDistance),
          absent(12, NO_MODEM),
          absent(13, NO_MODEM));

  static final ObjectTable<ManagedValues.Place> LOCATION =
      ObjectTable.of(
          6,
          "Where the gateway is: the configured place, or what its receiver measured once that is"
              + " farther away than gateway.receiver.moved; not there while neither is known.",
          number(0, "gateway.place.latitude, or gateway.receiver", ManagedValues.Place::latitude),
          number(1, "gateway.place.longitude, or gateway.receiver", ManagedValues.Place::longitude),
          absent(2, "the configured height is above the ground, not an altitude"),
          absent(3, NOT_MEASURED),
          absent(4, FIXED),
          time(
              5,
              "when the receiver measured it; absent for a configured place and while the clock is"
                  + " not set",
              place -> place.measured().orElse(null)),
          absent(6, FIXED));

  static final ObjectTable<DataMeter> STATISTICS =
      ObjectTable.of(
          7,
          "Traffic of the machine in a collection period, all interfaces but loopback; kB are 1,000"
              + " bytes. Nothing is collected before the first Start.",
          absent(0, NO_SMS),
          absent(1, NO_SMS),
          integer(
              2,
              "sysfs, growth since Start; headers of the link included, unlike the standard",
              meter -> meter.counted().map(t -> t.sentBytes() / BYTES_PER_KB).orElse(null)),
          integer(
              3,
              "the same",
              meter -> meter.counted().map(t -> t.receivedBytes() / BYTES_PER_KB).orElse(null)),
          absent(4, NOT_MEASURED),
          absent(5, NOT_MEASURED),
          action(6, "begins to collect, from zero", DataMeter::start),
          action(7, "ends collecting and keeps what was counted", DataMeter::stop),
          StandardTables.<DataMeter>integerOf(
                  8,
                  "as written, 0 at the start; forgotten when the gateway restarts",
                  DataMeter::periodSeconds)
              .writable((meter, value) -> meter.setPeriod((Long) value)));

  /// Names of the host.
  ///
  /// @param unit this unit
  /// @param facts of the system
  record Host(ManagedValues.ThisGateway unit, SystemFacts facts) {
    Map<Integer, String> identities() {
      Map<Integer, String> names = new TreeMap<>();
      names.put(0, unit.id());
      facts.boardMaker().ifPresent(maker -> names.put(1, maker));
      facts.boardModel().ifPresent(model -> names.put(2, model));
      names.put(3, unit.version());
      return names;
    }
  }

  static final ObjectTable<Host> PORTFOLIO =
      ObjectTable.of(
          16,
          "Names of the host.",
          texts(
              0,
              "0 gateway.id; 1 maker, of the firmware; 2 model, of device tree or firmware; 3 version"
                  + " of the program. Cannot be written",
              Host::identities),
          absent(1, "the gateway is proved by its certificate"),
          absent(2, "the gateway is proved by its certificate"),
          absent(3, "the gateway is proved by its certificate"));

  /// One of the two configurations.
  ///
  /// @param told what there is to tell of it
  /// @param desire takes another; null for the one that runs
  record Container(
      ManagedValues.Configuration told, @Nullable Function<String, Optional<String>> desire) {}

  static final ObjectTable<Container> CONFIGURATION =
      ObjectTable.of(
          19,
          "Instance 0: the configuration that was asked for last; writing its data, as one text or"
              + " gzip of it, puts another on trial (commit-confirm, %d s). Instance 1: the"
                  .formatted(GatewayObjects.DESIRED_SECONDS)
              + " configuration that runs; cannot be written.",
          blobs(
                  0,
                  "gateway.yaml; not there while a setting in use is a secret",
                  StandardTables::blob)
              .quiet()
              .writable(StandardTables::desire),
          absent(1, "not urgent"),
          time(2, "when the file was written", c -> c.told().written().orElse(null)),
          text(
              3,
              "which file it is, and what became of it; cannot be written",
              c -> c.told().description()),
          text(
              4,
              "`yaml`, or `yaml+gzip` above %d bytes; cannot be written"
                  .formatted(Texts.PLAIN_BYTES_MAX),
              c -> c.told().text().map(Texts::format).orElse(null)),
          absent(5, "there is one application"));

  private static Map<Integer, byte[]> blob(Container container) {
    return container.told().text().map(text -> Map.of(0, Texts.packed(text))).orElse(Map.of());
  }

  private static @Nullable String desire(Container container, Object value) {
    Function<String, Optional<String>> desire = container.desire();
    if (desire == null) {
      return "instance 1 is what runs; expected a write to instance 0";
    }
    if (!(value instanceof Map<?, ?> parts)
        || parts.size() != 1
        || !(parts.values().iterator().next() instanceof byte[] bytes)) {
      return "expected one resource instance";
    }
    try {
      return desire.apply(Texts.unpacked(bytes)).orElse(null);
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  static final ObjectTable<ManagedValues> EVENT_LOG =
      ObjectTable.of(
          20,
          "Instance 0: the newest events of the gateway stream. The stream itself travels over MQTT"
              + " and is complete there.",
          integer(4010, "3, event; cannot be written", v -> 3L),
          absent(4011, "the gateway stream is never stopped"),
          absent(4012, "the gateway stream is never stopped"),
          StandardTables.<ManagedValues>integerOf(
                  4013,
                  "collecting (lowest bit 0); 2 when there is data",
                  v -> v.events(1).isEmpty() ? 0L : 2L)
              .quiet(),
          StandardTables.<ManagedValues>bytesOf(
                  4014,
                  "of the store: up to %d events, %d bytes; one JSON object a line, oldest first:"
                          .formatted(Texts.EVENTS_MAX, Texts.LOG_BYTES_MAX)
                      + " `seq`, `ts` in seconds since 1970, `kind`, `event` as in the wire contract",
                  v -> Texts.events(v.events(Texts.EVENTS_MAX)))
              .quiet(),
          integer(4015, "100: lines of JSON; cannot be written", v -> 100L),
          absent(4016, "alarms travel as events over MQTT"),
          absent(4017, "alarms travel as events over MQTT"));

  /// The clock with what the system tells of time servers.
  ///
  /// @param clock of the gateway
  /// @param servers of the system's time service
  record Time(ManagedValues.Clock clock, List<String> servers) {
    @Nullable String server(int index) {
      return index < servers.size() ? servers.get(index) : null;
    }
  }

  static final ObjectTable<Time> TIME =
      ObjectTable.of(
          3415,
          "The time service of the system. The gateway itself does not set the clock.",
          text(
              1,
              "chrony.conf, else timesyncd.conf: the first server; cannot be written",
              time -> time.server(0)),
          text(2, "the second; cannot be written", time -> time.server(1)),
          absent(3, "the time services choose it themselves"),
          absent(4, "the standard gives a time in hours; see 33004"),
          flag(
              5,
              "whether the clock is not synchronised in this boot",
              time -> !time.clock().known()));

  static final ObjectTable<List<String>> SYSTEM_LOG =
      ObjectTable.of(
          10259,
          "Instance 0: the log of the gateway process; not there when none is kept.",
          text(0, "`edge-gateway`", log -> "edge-gateway"),
          StandardTables.<List<String>>textOf(
                  1,
                  "the newest lines, up to %d bytes".formatted(Texts.LOG_BYTES_MAX),
                  Texts::newest)
              .quiet(),
          absent(2, "Read All is short enough"),
          absent(3, "the log is always kept"),
          absent(4, "the level is a setting of the log, not of management"));

  // Type witnesses: Java does not infer the subject through `quiet` and `writable`.

  private static <S> Resource.Valued<S> integerOf(
      int id, String source, Function<S, @Nullable Long> read) {
    return integer(id, source, read);
  }

  private static <S> Resource.Valued<S> bytesOf(
      int id, String source, Function<S, byte @Nullable []> read) {
    return bytes(id, source, read);
  }

  private static <S> Resource.Valued<S> textOf(
      int id, String source, Function<S, @Nullable String> read) {
    return text(id, source, read);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }

  /// All of them, in the order of their ids.
  static final List<ObjectTable<?>> ALL =
      List.copyOf(
          new ArrayList<ObjectTable<?>>(
              List.of(
                  CONNECTIVITY,
                  LOCATION,
                  STATISTICS,
                  PORTFOLIO,
                  CONFIGURATION,
                  EVENT_LOG,
                  TIME,
                  SYSTEM_LOG)));
}
