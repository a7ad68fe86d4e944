package vn.binhduong.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import vn.binhduong.gateway.acquisition.HeldBack;
import vn.binhduong.gateway.acquisition.Restart;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.health.HealthState;

/// The devices that made this gateway restart itself, kept in `suspects.json` of the data
/// directory, so that the next process leaves them alone at first and all others are read.
///
/// A device is held back for 10 minutes, twice as long each time it does it again, at most a day;
/// it is forgotten once a process has run an hour longer than that. Uptime, not wall time: there
/// may be no clock yet. A file that cannot be read holds nobody back. Thread-safe.
final class Suspects {
  /// Most devices remembered; there are no more in a configuration.
  private static final int DEVICES_MAX = 256;

  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final int REASON_CHARACTERS_MAX = 500;
  private static final Duration HELD_BACK_FIRST = Duration.ofMinutes(10);
  private static final Duration HELD_BACK_MAX = Duration.ofDays(1);
  private static final Duration PROBATION = Duration.ofHours(1);
  private static final System.Logger LOG = System.getLogger(Suspects.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  /// @param times how often it made a process restart
  /// @param state what it is in while it is held back
  /// @param reason of the last restart
  private record Suspect(int times, HealthState state, String reason) {}

  private final Path file;
  private final Map<String, Suspect> suspects;

  private Suspects(Path file, Map<String, Suspect> suspects) {
    this.file = file;
    this.suspects = suspects;
  }

  /// Those of earlier processes.
  static Suspects read(Path directory) {
    Path file = directory.resolve("suspects.json");
    Map<String, Suspect> found = new TreeMap<>();
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= FILE_BYTES_MAX) {
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(file.toFile()).properties()) {
          JsonNode node = entry.getValue();
          found.put(
              entry.getKey(),
              new Suspect(
                  Math.max(1, node.path("times").asInt()),
                  HealthState.valueOf(node.path("state").asText()),
                  node.path("reason").asText()));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "{0} cannot be read; no device is held back: {1}", file, e);
      AtomicFile.aside(file);
      found.clear();
    }
    return new Suspects(file, found);
  }

  /// How long a device is held back that made a process restart this often.
  static Duration heldBackFor(int times) {
    Duration whole = HELD_BACK_FIRST.multipliedBy(1L << Math.min(times - 1, 20));
    return whole.compareTo(HELD_BACK_MAX) < 0 ? whole : HELD_BACK_MAX;
  }

  /// What acquisition is to leave alone, by device.
  synchronized Map<String, HeldBack> heldBack() {
    Map<String, HeldBack> held = new TreeMap<>();
    suspects.forEach(
        (device, suspect) ->
            held.put(
                device,
                new HeldBack(
                    heldBackFor(suspect.times()),
                    suspect.state(),
                    "it made the gateway restart itself (%s)".formatted(suspect.reason()))));
    return held;
  }

  /// Writes down who is to be held back next time.
  ///
  /// @return the reason of the restart, for people
  synchronized String remember(Restart restart) {
    String reason = restart.reason();
    for (String device : restart.suspects()) {
      Suspect before = suspects.get(device);
      if (before == null && suspects.size() >= DEVICES_MAX) {
        continue;
      }
      suspects.put(
          device,
          new Suspect(
              before == null ? 1 : before.times() + 1,
              restart.state(),
              reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX))));
    }
    write();
    return restart.suspects().isEmpty()
        ? reason
        : "%s; held back after the restart: %s"
            .formatted(reason, String.join(", ", restart.suspects().stream().sorted().toList()));
  }

  /// Forgets those that have behaved long enough.
  ///
  /// @param uptime of this process
  synchronized void look(Duration uptime) {
    boolean forgotten =
        suspects
            .values()
            .removeIf(
                suspect -> uptime.compareTo(heldBackFor(suspect.times()).plus(PROBATION)) > 0);
    if (forgotten) {
      write();
    }
  }

  private void write() {
    ObjectNode root = JSON.createObjectNode();
    suspects.forEach(
        (device, suspect) ->
            root.putObject(device)
                .put("times", suspect.times())
                .put("state", suspect.state().name())
                .put("reason", suspect.reason()));
    try {
      AtomicFile.write(file, JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e);
    }
  }
}
