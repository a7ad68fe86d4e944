package vn.binhduong.gateway.proof.sensors;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// The instruments of the matrix: for each fault a shared bus of either kind and a device alone,
/// and the configuration that reads them all.
final class Street implements AutoCloseable {
  /// Period of every device.
  static final long PERIOD_MILLIS = 1_000;

  /// Deadline of a call into a driver, in YAML and in polls of another device that it may cost with
  /// the grace.
  private static final String DEADLINE = "2s";

  private static final int DEADLINE_POLLS = 4;

  /// Requests that reach a slave that does not answer, in the first ten attempts and in the one
  /// tenth of the bus's time it gets afterwards; each attempt asks twice.
  private static final long REQUESTS_MAX_ON_A_BUS = 26;

  /// On each of the control buses: a configuration may name 256 devices.
  private static final int CONTROL_SLAVES = 5;

  /// Name of the cases in which nobody is sick.
  static final String CONTROL = "control";

  private static final long TIMEOUT_NANOS = Duration.ofMillis(300).toNanos();

  private static final int LINE_SLAVES = 3;

  /// The register map of every slave.
  static final String REGISTERS =
      "{maker: Proof, model: Ticks, registers: [{channel: ticks, address: 0, type: u32, scale: 0.01,"
          + " unit: s, min: 0, max: 1000000000}]}";

  private final Path directory;
  private final Random random;
  private final List<Bus> buses = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();
  private final Map<String, Long> phaseMillis = new LinkedHashMap<>();
  private final StringBuilder links = new StringBuilder("links:\n");
  private final StringBuilder devices = new StringBuilder("devices:\n");

  /// @param slaves on each shared bus
  Street(Path directory, long seed, int slaves) throws IOException, InterruptedException {
    this.directory = directory;
    this.random = new Random(seed);
    for (Malady malady : Malady.values()) {
      if (malady != Malady.NONE) {
        slave("tcp", malady, slaves);
        slave("tcp1", malady, 1);
        if (malady != Malady.RESET && malady != Malady.FIN) {
          slave("rtu", malady, slaves);
          slave("rtu1", malady, 1);
        }
      }
    }
    control("tcp", Math.min(slaves, CONTROL_SLAVES));
    control("rtu", Math.min(slaves, CONTROL_SLAVES));
    pulled();
    renumbered();
    forbidden();
    for (Sickness sickness :
        List.of(
            Sickness.NATIVE_READ,
            Sickness.STACK_OVERFLOW,
            Sickness.LINKAGE,
            Sickness.OUT_OF_MEMORY,
            Sickness.THREADS)) {
      driver("tcp", sickness, slaves - 1);
      driver("rtu", sickness, slaves - 1);
      driver("none", sickness, 0);
    }
  }

  String yaml() {
    return links.toString() + devices;
  }

  List<Case> cases() {
    return cases;
  }

  Set<String> deviceIds() {
    return phaseMillis.keySet();
  }

  /// Shift of a device's polls against the multiples of the period.
  long phaseMillis(String device) {
    return Objects.requireNonNull(phaseMillis.get(device));
  }

  private Bus bus(String kind, String name) throws IOException, InterruptedException {
    Bus bus =
        kind.startsWith("tcp")
            ? new TcpBus(random.nextLong())
            : new RtuBus(directory, name, random.nextLong());
    buses.add(bus);
    links.append(bus.link(name));
    return bus;
  }

  private List<String> units(String link, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            unit ->
                device(
                    link + "-" + unit,
                    "driver: modbus, link: %s, settings: {unit-id: %d, timeout: 300ms, retries: 1, profile: %s}"
                        .formatted(link, unit, REGISTERS)))
        .toList();
  }

  private String device(String id, String rest) {
    // Neighbours on a bus lie all over the period: a pause of the machine hits every bus alike.
    long phase = phaseMillis.size() * 377L % PERIOD_MILLIS;
    phaseMillis.put(id, phase);
    devices.append(
        "  %s: {every: %dms, phase: %dms, deadline: %s, %s}\n"
            .formatted(id, PERIOD_MILLIS, phase, DEADLINE, rest));
    return id;
  }

  private static String words(Enum<?> fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// One slave of a bus falls ill.
  private void slave(String kind, Malady malady, int count)
      throws IOException, InterruptedException {
    String name = kind + "-" + words(malady);
    Bus bus = bus(kind, name);
    List<String> ids = units(name, count);
    int unit = 1 + random.nextInt(count);
    List<String> healthy = new ArrayList<>(ids);
    String sick = healthy.remove(unit - 1);
    cases.add(
        new Case(
            name,
            words(malady) + " slave",
            List.of(sick),
            healthy,
            switch (malady) {
              case SILENT, RESET, FIN -> Set.of("UNAVAILABLE");
              case GARBAGE, WRONG_UNIT -> Set.of("DEGRADED");
              // Too little for a frame: no answer (TCP), or a broken one (serial line).
              case DRIP, HALF -> Set.of("UNAVAILABLE", "DEGRADED");
              case NONE -> throw new IllegalArgumentException("no malady");
            },
            "",
            0,
            () -> bus.malady(unit, malady),
            () -> bus.malady(unit, Malady.NONE),
            () -> bus.requests(unit).size(),
            () -> probes(bus.requests(unit)),
            count > 1 ? REQUESTS_MAX_ON_A_BUS : 0));
  }

  /// Each request holds the bus until its answer or its timeout.
  private static List<Polls.Span> probes(List<Long> requests) {
    return requests.stream().map(at -> new Polls.Span(at, at + TIMEOUT_NANOS)).toList();
  }

  /// A bus on which nobody falls ill: what it loses, the machine is to blame for.
  private void control(String kind, int count) throws IOException, InterruptedException {
    String name = kind + "-" + CONTROL;
    bus(kind, name);
    cases.add(
        new Case(
            name,
            CONTROL,
            List.of(),
            units(name, count),
            Set.of(),
            "",
            0,
            () -> {},
            () -> {},
            () -> 0,
            List::of,
            0));
  }

  /// The adapter is pulled out, and plugged in again after a while with another number.
  private void pulled() throws IOException, InterruptedException {
    RtuBus line = (RtuBus) bus("rtu", "line-pulled");
    cases.add(
        line(
            "line-pulled",
            "adapter pulled out",
            Set.of("UNAVAILABLE"),
            "",
            line::unplug,
            line::plugElsewhere));
  }

  /// It comes back at once under another number.
  private void renumbered() throws IOException, InterruptedException {
    RtuBus line = (RtuBus) bus("rtu", "line-renumbered");
    cases.add(
        line(
            "line-renumbered",
            "port renumbered",
            Set.of(),
            "",
            () -> {
              line.unplug();
              line.plugElsewhere();
            },
            () -> {}));
  }

  /// It comes back without permission.
  private void forbidden() throws IOException, InterruptedException {
    RtuBus line = (RtuBus) bus("rtu", "line-forbidden");
    cases.add(
        line(
            "line-forbidden",
            "permission of the port lost",
            Set.of("UNAVAILABLE"),
            "permission denied",
            () -> {
              line.unplug();
              line.plugForbidden();
            },
            () -> line.permitted(true)));
  }

  private Case line(
      String name,
      String fault,
      Set<String> states,
      String words,
      Case.Step sicken,
      Case.Step heal) {
    return new Case(
        name,
        fault,
        units(name, LINE_SLAVES),
        List.of(),
        states,
        words,
        0,
        sicken,
        heal,
        () -> 0,
        List::of,
        0);
  }

  /// A driver falls ill, on a bus with others or alone.
  private void driver(String kind, Sickness sickness, int others)
      throws IOException, InterruptedException {
    String name = "driver-%s-%s".formatted(kind, words(sickness));
    boolean shared = others > 0;
    List<String> healthy = List.of();
    if (shared) {
      bus(kind, name);
      healthy = units(name, others);
    }
    String id =
        device(
            name + "-x",
            "driver: sick, %ssettings: {directory: \"%s\"}"
                .formatted(shared ? "link: " + name + ", " : "", directory));
    SickFiles files = new SickFiles(directory, id);
    boolean hangs = sickness == Sickness.NATIVE_READ;
    if (hangs) {
      files.makeFifo();
    }
    cases.add(
        new Case(
            name,
            "driver: " + words(sickness),
            List.of(id),
            healthy,
            switch (sickness) {
              case NATIVE_READ -> Set.of("STUCK");
              case THREADS -> Set.of("UNAVAILABLE");
              default -> Set.of("DEGRADED");
            },
            "",
            hangs ? DEADLINE_POLLS : 0,
            () -> files.sickness(sickness),
            () -> {
              files.sickness(Sickness.WELL);
              if (hangs) {
                files.release();
              }
            },
            files::calls,
            List::of,
            0));
  }

  @Override
  public void close() throws IOException {
    for (Bus bus : buses) {
      bus.close();
    }
  }
}
