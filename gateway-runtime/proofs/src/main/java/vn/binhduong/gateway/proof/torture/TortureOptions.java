package vn.binhduong.gateway.proof.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.binhduong.gateway.ioc.standin.Durations;

/// The command line of the torture run.
///
/// @param seed of the instruments, the order of the blows and their moments
/// @param restarts how often the broker is restarted
/// @param kills how often the gateway is killed
/// @param outage how long the link is cut once
/// @param lossBound the stated bound of what a SIGKILL may cost
/// @param command program and arguments of the gateway; `{config}` and `{data}` stand for its files
record TortureOptions(
    long seed, int restarts, int kills, Duration outage, Duration lossBound, List<String> command) {
  static final String USAGE =
      """
      usage: scripts/torture [options]

        --restarts N       restarts of the broker (default 20)
        --kills N          SIGKILLs of the gateway (default 20)
        --outage TIME      one outage of the link (default 10min)
        --seed N           seed of instruments, order and moments (default: the time, printed)
        --loss-bound TIME  what a SIGKILL may cost at most (default 2s)

      Ends with 0 when nothing is missing, no gap was needed, every value equals what was measured and what
      a kill cost is inside the bound; 1 when not; 2 for a wrong command line.""";

  static TortureOptions parse(String... args) {
    long seed = System.nanoTime() & 0xFFFF_FFFFL;
    int restarts = 20;
    int kills = 20;
    Duration outage = Duration.ofMinutes(10);
    Duration lossBound = Duration.ofSeconds(2);
    List<String> command = List.of();
    List<String> rest = new ArrayList<>(Arrays.asList(args));
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      if (option.equals("--")) {
        command = List.copyOf(rest);
        break;
      }
      if (rest.isEmpty() || rest.getFirst().equals("--")) {
        throw new IllegalArgumentException(option + ": expected a value after it");
      }
      String value = rest.removeFirst();
      switch (option) {
        case "--restarts" -> restarts = number(option, value);
        case "--kills" -> kills = number(option, value);
        case "--seed" -> seed = seed(value);
        case "--outage" -> outage = Durations.parse(value);
        case "--loss-bound" -> lossBound = Durations.parse(value);
        default -> throw new IllegalArgumentException("unknown option '%s'".formatted(option));
      }
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("expected the command of the gateway after --");
    }
    return new TortureOptions(seed, restarts, kills, outage, lossBound, command);
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--seed: expected a whole number, found '%s'".formatted(text), e);
    }
  }

  private static int number(String option, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "%s: expected a whole number from 0, found '%s'".formatted(option, text));
  }
}
