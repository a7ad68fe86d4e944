package vn.binhduong.gateway.ioc.standin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line of the stand-in IOC.
///
/// @param duration how long it runs; null means until q or Ctrl-C
/// @param faults what happens when, in the order of time
/// @param seed of the instruments
/// @param directory for everything; must be empty or absent; null means a temporary one
/// @param port loopback port the gateway connects to, 0 for any free one
/// @param lossBound the stated bound of what a SIGKILL may cost
/// @param plain plain lines also on a terminal
/// @param scripts where make-program, make-update and update-supervisor stand: the gateway is then
///   installed in slots and can be updated; null for the command
/// @param command program and arguments of the gateway, where it is not installed; `{config}`
///   stands for its configuration file
record StandInOptions(
    @Nullable Duration duration,
    List<Fault> faults,
    long seed,
    @Nullable Path directory,
    int port,
    Duration lossBound,
    boolean plain,
    @Nullable Path scripts,
    List<String> command) {
  static final String USAGE =
      """
      usage: scripts/demo [options]

        --for TIME         end after this time, such as 60s or 10min; without it: q or Ctrl-C
        --faults SCRIPT    what to do when, such as cut@15s,restore@30s,kill@40s,unplug:wx1@20s,replug:wx1@25s
                           cut (connections are reset), silence (nothing passes), restore, kill, unplug:DEVICE, replug:DEVICE,
                           config (another configuration from afar, which must stay), misconfig (one with a wrong
                           broker, which must come back by itself within 30 s), update (the next version of the program, which
                           must stay), badupdate (one that cannot start, which must be left by itself)
        --seed N           seed of the simulated instruments (default 1)
        --directory DIR    where everything of this run is kept, empty (default: a temporary directory)
        --port N           loopback port of the link (default: any free one)
        --loss-bound TIME  what a SIGKILL may cost at most: commit interval plus longest commit (default 2s)
        --plain            plain lines also on a terminal

      Ends with 0 when nothing is missing, no gap was needed, every value equals what was measured and the
      gateway registered with the management server after its last start, and every configuration and update ended as it must; 1 when not; 2 for a wrong command line.""";

  static StandInOptions parse(String... args) {
    Duration duration = null;
    List<Fault> faults = List.of();
    long seed = 1;
    Path directory = null;
    int port = 0;
    Duration lossBound = Duration.ofSeconds(2);
    boolean plain = false;
    Path scripts = null;
    List<String> command = List.of();
    List<String> rest = new ArrayList<>(Arrays.asList(args));
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      switch (option) {
        case "--" -> {
          command = List.copyOf(rest);
          rest.clear();
        }
        case "--plain" -> plain = true;
        case "--scripts" -> scripts = Path.of(value(option, rest)).toAbsolutePath();
        case "--for" -> duration = Durations.parse(value(option, rest));
        case "--faults" -> faults = Fault.parseScript(value(option, rest));
        case "--seed" -> seed = number(option, value(option, rest));
        case "--directory" -> directory = Path.of(value(option, rest)).toAbsolutePath();
        case "--port" -> port = (int) number(option, value(option, rest));
        case "--loss-bound" -> lossBound = Durations.parse(value(option, rest));
        default -> throw new IllegalArgumentException("unknown option '%s'".formatted(option));
      }
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port: expected 0 to 65535, found " + port);
    }
    if (command.isEmpty() == (scripts == null)) {
      throw new IllegalArgumentException(
          "expected --scripts, or the command of the gateway after --");
    }
    if (scripts == null && faults.stream().anyMatch(fault -> fault.what().updates())) {
      throw new IllegalArgumentException("update and badupdate: expected --scripts");
    }
    return new StandInOptions(
        duration, faults, seed, directory, port, lossBound, plain, scripts, command);
  }

  private static String value(String option, List<String> rest) {
    if (rest.isEmpty() || rest.getFirst().equals("--")) {
      throw new IllegalArgumentException(option + ": expected a value after it");
    }
    return rest.removeFirst();
  }

  private static long number(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: expected a whole number, found '%s'".formatted(option, text), e);
    }
  }
}
