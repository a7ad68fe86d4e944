package vn.binhduong.gateway.proof.sensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Drivers that cannot be contained in one process: more hangs than threads may be abandoned, and
/// memory that is never given back. The process ends itself with code 70, names them, and the next
/// one reads all others.
final class Restarts {
  private static final int EXIT_RESTART = 70;
  private static final Duration START_MAX = Duration.ofSeconds(40);
  private static final Duration END_MAX = Duration.ofSeconds(90);
  private static final Duration WATCHED = Duration.ofSeconds(12);
  private static final long PERIOD_MILLIS = 500;

  /// One more than may be abandoned.
  private static final int HANGING = 5;

  /// How the sickness must end.
  enum End {
    /// The process restarts itself, once, and holds the devices back.
    RESTART,
    /// The device is closed and held back; the process goes on.
    HELD_BACK
  }

  private final ProofRun run;
  private final Tally tally;

  Restarts(ProofRun run, Tally tally) {
    this.run = run;
    this.tally = tally;
  }

  void hangs(Path directory) throws Exception {
    contain(directory, Sickness.NATIVE_READ, HANGING, End.RESTART, "STUCK");
  }

  void hoard(Path directory) throws Exception {
    contain(directory, Sickness.HOARD, 1, End.HELD_BACK, "UNAVAILABLE");
  }

  void hoardForEver(Path directory) throws Exception {
    contain(directory, Sickness.HOARD_FOR_EVER, 1, End.RESTART, "UNAVAILABLE");
  }

  private void contain(Path directory, Sickness sickness, int count, End end, String state)
      throws Exception {
    Files.createDirectories(directory);
    String what = "%d x driver: %s".formatted(count, sickness);
    List<SickFiles> sick =
        SickFiles.of(
            directory, IntStream.rangeClosed(1, count).mapToObj(i -> "sick-" + i).toList());
    try (TcpBus bus = new TcpBus(run.seed());
        Child gateway =
            new Child(
                run,
                directory.resolve("gateway"),
                Matrix.ACQUISITION,
                yaml(bus, sick),
                List.of())) {
      if (!Child.await(START_MAX, () -> allOk(gateway.devices(), count + 2))) {
        tally.wrong("%s: not all devices were OK: %s", what, gateway.devices());
        return;
      }
      for (SickFiles one : sick) {
        if (sickness == Sickness.NATIVE_READ) {
          one.makeFifo();
        }
        one.sickness(sickness);
      }
      tally.fault(
          "driver: " + sickness.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
      switch (end) {
        case HELD_BACK -> {
          if (!Child.await(END_MAX, () -> heldBack(gateway, sick, state))) {
            tally.wrong("%s: not held back: %s", what, gateway.devices());
          }
          goesOn(what, gateway, sick, state, bus);
          tally.note("%s: closed and held back, the process went on", what);
        }
        case RESTART -> {
          int code = gateway.awaitExit(END_MAX);
          if (code != EXIT_RESTART) {
            tally.wrong("%s: expected exit code 70, found %d", what, code);
            return;
          }
          named(what, gateway, sick);
          gateway.again();
          if (!Child.await(START_MAX, () -> heldBack(gateway, sick, state))) {
            tally.wrong("%s: not held back after the restart: %s", what, gateway.devices());
          }
          goesOn(what, gateway, sick, state, bus);
          tally.note("%s: restarted itself once (code 70), held back afterwards", what);
        }
      }
    }
  }

  private void named(String what, Child gateway, List<SickFiles> sick) throws IOException {
    String names = String.join(", ", sick.stream().map(SickFiles::device).sorted().toList());
    if (!gateway.logged("held back after the restart: " + names)) {
      tally.wrong("%s: the log does not name %s", what, names);
    }
  }

  private static boolean allOk(Map<String, Child.Device> devices, int count) {
    return devices.size() == count
        && devices.values().stream().allMatch(device -> device.health().equals("OK"));
  }

  private static boolean heldBack(Child gateway, List<SickFiles> sick, String state) {
    Map<String, Child.Device> devices = gateway.devices();
    return sick.stream()
        .map(files -> devices.get(files.device()))
        .allMatch(
            device ->
                device != null
                    && device.health().equals(state)
                    && device.message().contains("held back"));
  }

  /// The others are read, and nothing restarts any more.
  private void goesOn(String what, Child gateway, List<SickFiles> sick, String state, TcpBus bus)
      throws InterruptedException {
    if (!Child.await(START_MAX, () -> ok(gateway, "well-1") && ok(gateway, "well-2"))) {
      tally.wrong("%s: the others are not OK: %s", what, gateway.devices());
    }
    long before = bus.requests(1).size();
    long began = System.nanoTime();
    int code = gateway.awaitExit(WATCHED);
    if (code != -1) {
      tally.wrong("%s: ended again with code %d", what, code);
      return;
    }
    long expected = (System.nanoTime() - began) / 1_000_000 / PERIOD_MILLIS;
    long found = bus.requests(1).size() - before;
    if (found < expected * 9 / 10) {
      tally.wrong("%s: another device was polled %d of %d times", what, found, expected);
    }
    if (!heldBack(gateway, sick, state)) {
      tally.wrong("%s: no longer held back: %s", what, gateway.devices());
    }
  }

  private static boolean ok(Child gateway, String device) {
    Child.Device found = gateway.devices().get(device);
    return found != null && found.health().equals("OK");
  }

  private static String yaml(TcpBus bus, List<SickFiles> sick) {
    StringBuilder yaml =
        new StringBuilder("links:\n").append(bus.link("bus1")).append("devices:\n");
    for (int unit = 1; unit <= 2; unit++) {
      yaml.append(
          "  well-%d: {every: %dms, driver: modbus, link: bus1, settings: {unit-id: %d, timeout: 300ms, profile: %s}}\n"
              .formatted(unit, PERIOD_MILLIS, unit, Street.REGISTERS));
    }
    for (SickFiles files : sick) {
      yaml.append(
          "  %s: {every: %dms, deadline: 1s, driver: sick, settings: {directory: \"%s\"}}\n"
              .formatted(files.device(), PERIOD_MILLIS, files.directory()));
    }
    return yaml.toString();
  }
}
