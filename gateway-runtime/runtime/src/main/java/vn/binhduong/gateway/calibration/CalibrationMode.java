package vn.binhduong.gateway.calibration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;

/// The instruments that somebody works on just now, with the points taken so far. Each ends by
/// itself, and outlives a restart: readings of a test gas must not become measurements because the
/// process was started anew.
///
/// In the same boot the end is told by the monotonic clock; after a reboot by the wall clock, at
/// most the time that was left when it was written. Thread-safe.
public final class CalibrationMode {
  /// Least time that can be asked for.
  public static final Duration TIME_MIN = Duration.ofMinutes(1);

  /// Most time that can be asked for.
  public static final Duration TIME_MAX = Duration.ofHours(24);

  /// Most points kept of one instrument, all channels together.
  public static final int POINTS_MAX = 256;

  private static final int DEVICES_MAX = 256;
  private static final int FILE_BYTES_MAX = 1 << 22;
  private static final System.Logger LOG = System.getLogger(CalibrationMode.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Write write;
  private final Supplier<BootTime> now;
  private final ToLongFunction<BootTime> wallMillis;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /// Writes a file so that a power cut leaves the old one or the new one.
  @FunctionalInterface
  public interface Write {
    /// Writes it.
    void to(Path file, byte[] bytes) throws IOException;
  }

  /// One instrument that is worked on.
  ///
  /// @param endNanos when it ends, by the monotonic clock of this boot
  /// @param by who asked for it
  /// @param points taken so far, in their order
  public record Running(long endNanos, String by, List<CalibrationPoint> points) {
    public Running {
      points = List.copyOf(points);
    }
  }

  /// Reads what earlier processes left. A file that cannot be read holds nothing.
  ///
  /// @param aside keeps a file that cannot be read
  /// @param now the instant by the monotonic clock
  /// @param wallMillis milliseconds since 1970 of an instant of this boot
  public CalibrationMode(
      Path file,
      Write write,
      Consumer<Path> aside,
      Supplier<BootTime> now,
      ToLongFunction<BootTime> wallMillis) {
    this.file = file;
    this.write = write;
    this.now = now;
    this.wallMillis = wallMillis;
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= FILE_BYTES_MAX) {
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(file.toFile()).properties()) {
          if (running.size() < DEVICES_MAX) {
            read(entry.getKey(), entry.getValue());
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "{0} cannot be read; no reading is marked by it: {1}", file, e);
      aside.accept(file);
      running.clear();
    }
  }

  private void read(String device, JsonNode node) {
    BootTime at = now.get();
    long left =
        at.boot().toString().equals(node.path("boot").asText())
            ? node.path("endNanos").asLong() - at.nanos()
            : (node.path("endMillis").asLong() - wallMillis.applyAsLong(at)) * 1_000_000;
    left = Math.min(left, Math.min(node.path("leftNanos").asLong(), TIME_MAX.toNanos()));
    if (left <= 0) {
      return;
    }
    List<CalibrationPoint> points = new ArrayList<>();
    for (JsonNode point : node.path("points")) {
      if (points.size() < POINTS_MAX) {
        points.add(
            new CalibrationPoint(
                point.path("channel").asText(),
                point.path("shown").asDouble(),
                point.path("reference").asDouble(),
                point.path("deviation").asDouble(),
                point.path("samples").asInt()));
      }
    }
    running.put(device, new Running(at.nanos() + left, node.path("by").asText(), points));
  }

  /// Begins, or replaces the time left; points taken stay.
  ///
  /// @param length [#TIME_MIN] to [#TIME_MAX]
  /// @param by who asked for it
  public synchronized void begin(String device, Duration length, String by) {
    if (length.compareTo(TIME_MIN) < 0 || length.compareTo(TIME_MAX) > 0) {
      throw new IllegalArgumentException(
          "time: expected %d to %d s, found %d s"
              .formatted(TIME_MIN.toSeconds(), TIME_MAX.toSeconds(), length.toSeconds()));
    }
    List<CalibrationPoint> points = of(device).map(Running::points).orElse(List.of());
    running.put(device, new Running(now.get().nanos() + length.toNanos(), by, points));
    write();
  }

  /// Keeps a point of an instrument that is worked on. One of the same channel and reference is
  /// replaced.
  ///
  /// @return whether the instrument is worked on
  public synchronized boolean add(String device, CalibrationPoint point) {
    Running before = of(device).orElse(null);
    if (before == null) {
      return false;
    }
    List<CalibrationPoint> points = new ArrayList<>(before.points());
    points.removeIf(
        each -> each.channel().equals(point.channel()) && each.reference() == point.reference());
    if (points.size() >= POINTS_MAX) {
      throw new IllegalArgumentException(
          "expected at most %d points of one instrument".formatted(POINTS_MAX));
    }
    points.add(point);
    running.put(device, new Running(before.endNanos(), before.by(), points));
    write();
    return true;
  }

  /// Ends it; nothing happens where nobody works.
  ///
  /// @return whether somebody did
  public synchronized boolean end(String device) {
    boolean did = running.remove(device) != null;
    if (did) {
      write();
    }
    return did;
  }

  /// Whether readings taken at this moment are to be marked.
  public boolean holds(String device) {
    return of(device).isPresent();
  }

  /// What goes on at a device; empty when nobody works on it, or the time is over.
  public Optional<Running> of(String device) {
    @Nullable Running found = running.get(device);
    return found == null || found.endNanos() - now.get().nanos() <= 0
        ? Optional.empty()
        : Optional.of(found);
  }

  /// Removes those whose time is over; once a second.
  ///
  /// @return their devices
  public List<String> over() {
    if (running.isEmpty()) {
      return List.of();
    }
    synchronized (this) {
      List<String> over =
          running.keySet().stream().filter(device -> !holds(device)).sorted().toList();
      if (!over.isEmpty()) {
        over.forEach(running::remove);
        write();
      }
      return over;
    }
  }

  private void write() {
    BootTime at = now.get();
    long wall = wallMillis.applyAsLong(at);
    ObjectNode root = JSON.createObjectNode();
    new TreeMap<>(running)
        .forEach(
            (device, each) -> {
              long left = each.endNanos() - at.nanos();
              ObjectNode node =
                  root.putObject(device)
                      .put("boot", at.boot().toString())
                      .put("endNanos", each.endNanos())
                      .put("endMillis", wall + left / 1_000_000)
                      .put("leftNanos", left)
                      .put("by", each.by());
              var points = node.putArray("points");
              for (CalibrationPoint point : each.points()) {
                points
                    .addObject()
                    .put("channel", point.channel())
                    .put("shown", point.shown())
                    .put("reference", point.reference())
                    .put("deviation", point.deviation())
                    .put("samples", point.samples());
              }
            });
    try {
      write.to(file, JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "{0} cannot be written; a restart would end the calibrations that go on: {1}",
          file,
          e);
    }
  }
}
