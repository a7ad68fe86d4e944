package vn.binhduong.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.pipeline.AlarmNews;
import vn.binhduong.gateway.pipeline.AlarmSettings;

/// Makes events of the alarms of the pipeline, and remembers in `alarms.json` of the data directory
/// which hold, so that an alarm that began before a restart is ended after it, once.
///
/// The event goes first, the file follows within a second: killed between the two, the next process
/// tells the same beginning or end again, never none. A file that cannot be read holds nothing;
/// then an alarm that still holds is told again. Thread-safe.
final class AlarmBook {
  /// Most alarms remembered: of 256 devices 64 each.
  private static final int ALARMS_MAX = 256 * 64;

  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final System.Logger LOG = System.getLogger(AlarmBook.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Consumer<GatewayEvent> tell;
  private final Map<String, Set<String>> holding;
  private boolean changed;

  private AlarmBook(Path file, Map<String, Set<String>> holding, Consumer<GatewayEvent> tell) {
    this.file = file;
    this.holding = holding;
    this.tell = tell;
  }

  /// What held when the process before this one ended.
  static AlarmBook read(Path directory, Consumer<GatewayEvent> tell) {
    Path file = directory.resolve("alarms.json");
    Map<String, Set<String>> found = new TreeMap<>();
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= FILE_BYTES_MAX) {
        int count = 0;
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(file.toFile()).properties()) {
          for (JsonNode code : entry.getValue()) {
            if (code.isTextual() && count++ < ALARMS_MAX) {
              found.computeIfAbsent(entry.getKey(), key -> new TreeSet<>()).add(code.asText());
            }
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be read; alarms that hold are told again: {1}", file, e);
      AtomicFile.aside(file);
      found.clear();
    }
    return new AlarmBook(file, found, tell);
  }

  /// Ends the alarms that are no longer in the configuration.
  ///
  /// @param configured whether a device has an alarm of that code
  /// @return those that hold still, by device
  synchronized Map<String, Set<String>> held(BiPredicate<String, String> configured) {
    Map<String, Set<String>> still = new TreeMap<>();
    holding.forEach(
        (device, codes) -> {
          for (String code : codes) {
            if (configured.test(device, code)) {
              still.computeIfAbsent(device, key -> new TreeSet<>()).add(code);
            } else {
              end(device, code);
            }
          }
        });
    holding.clear();
    still.forEach((device, codes) -> holding.put(device, new TreeSet<>(codes)));
    return still;
  }

  private void end(String device, String code) {
    changed = true;
    try {
      tell.accept(
          new GatewayEvent.Alarm(
              code,
              GatewayEvent.Severity.INFO,
              false,
              device,
              "the alarm is no longer in the configuration"));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "{0}: an alarm that cannot be: {1}", file, e.getMessage());
    }
  }

  /// An alarm begins or ends.
  synchronized void accept(AlarmNews news) {
    String text = news.text();
    tell.accept(
        new GatewayEvent.Alarm(
            news.code(),
            GatewayEvent.Severity.valueOf(news.severity().name()),
            news.active(),
            news.device(),
            text.substring(0, Math.min(text.length(), GatewayEvent.TEXT_CHARACTERS_MAX))));
    Set<String> codes = holding.computeIfAbsent(news.device(), key -> new TreeSet<>());
    changed |= news.active() ? codes.add(news.code()) : codes.remove(news.code());
  }

  /// A condition holds, or does not; told when that is new.
  ///
  /// @param text one sentence for people, of what is new
  synchronized void set(
      String device, String code, AlarmSettings.Severity severity, boolean active, String text) {
    if (holding.getOrDefault(device, Set.of()).contains(code) != active) {
      accept(new AlarmNews(device, code, severity, active, text));
    }
  }

  /// Writes the file when something has changed; once a second and at the end, never from two
  /// threads at once. Who raises an alarm does not wait for the disk.
  void look() {
    ObjectNode root = JSON.createObjectNode();
    synchronized (this) {
      if (!changed) {
        return;
      }
      changed = false;
      holding.forEach(
          (device, codes) -> {
            if (!codes.isEmpty()) {
              ArrayNode array = root.putArray(device);
              codes.forEach(array::add);
            }
          });
    }
    try {
      AtomicFile.write(file, JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e);
    }
  }
}
