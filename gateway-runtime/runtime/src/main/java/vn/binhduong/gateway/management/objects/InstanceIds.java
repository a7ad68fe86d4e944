package vn.binhduong.gateway.management.objects;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which instance of an object stands for what: `/3303/0` stays the temperature of `wx1` over
/// restarts and changes of the configuration, because servers remember paths.
///
/// Kept in a text file, one line each: `3303/0 wx1/t`. Lines that cannot be read are left out and
/// logged, and a file that cannot be written is logged once; ids then hold until the next start. A
/// name once known keeps its id also while it is not configured, until there are too many. One
/// thread at a time.
public final class InstanceIds {
  /// Names remembered at most; beyond it, those that are not in use are forgotten.
  static final int NAMES_MAX = 4096;

  /// Longer lines are nobody's; characters.
  private static final int LINE_MAX = 200;

  private static final int FILE_BYTES_MAX = NAMES_MAX * LINE_MAX;
  private static final Pattern LINE = Pattern.compile("(\\d{1,5})/(\\d{1,5}) ([!-~]{1,100})");
  private static final System.Logger LOG = System.getLogger(InstanceIds.class.getName());

  private final Path file;
  private final Write write;
  private final Map<Integer, Map<String, Integer>> byObject = new TreeMap<>();
  private boolean complained;

  /// Writes a file so that a power cut leaves the old one or the new one.
  @FunctionalInterface
  public interface Write {
    /// Writes it.
    void to(Path file, byte[] bytes) throws IOException;
  }

  /// Reads the file, where there is one.
  public InstanceIds(Path file, Write write) {
    this.file = file;
    this.write = write;
    try {
      if (Files.size(file) <= FILE_BYTES_MAX) {
        long lost =
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !read(line))
                .count();
        if (lost > 0) {
          LOG.log(
              Level.WARNING,
              "instance ids: {0}: {1} lines are not of the form ''3303/0 wx1/t'', or say what another"
                  + " line says; what they stood for gets new ids",
              file,
              lost);
        }
      } else {
        LOG.log(
            Level.WARNING,
            "instance ids: {0} is larger than {1} bytes; all get new ids",
            file,
            FILE_BYTES_MAX);
      }
    } catch (NoSuchFileException e) {
      // The first start.
    } catch (IOException e) {
      LOG.log(Level.WARNING, "instance ids: {0} cannot be read: {1}", file, e.getMessage());
    }
  }

  /// Whether it was a line of ours.
  private boolean read(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches() || count() >= NAMES_MAX) {
      return false;
    }
    Map<String, Integer> ids = of(Integer.parseInt(matcher.group(1)));
    int id = Integer.parseInt(matcher.group(2));
    return !ids.containsValue(id) && id < 0xFFFF && ids.putIfAbsent(matcher.group(3), id) == null;
  }

  private Map<String, Integer> of(int object) {
    return byObject.computeIfAbsent(object, key -> new TreeMap<>());
  }

  private int count() {
    return byObject.values().stream().mapToInt(Map::size).sum();
  }

  /// The ids of the names of an object that are in use now, each the least that is free when the
  /// name is new.
  ///
  /// @param names in the order in which new ones get their ids
  Map<String, Integer> ids(int object, List<String> names) {
    Map<String, Integer> ids = of(object);
    BitSet taken = new BitSet();
    ids.values().forEach(taken::set);
    boolean added = false;
    for (String name : names) {
      if (!ids.containsKey(name)) {
        if (count() >= NAMES_MAX && ids.keySet().retainAll(names)) {
          taken.clear();
          ids.values().forEach(taken::set);
        }
        int id = taken.nextClearBit(0);
        ids.put(name, id);
        taken.set(id);
        added = true;
      }
    }
    if (added) {
      write();
    }
    Map<String, Integer> used = new TreeMap<>(ids);
    used.keySet().retainAll(names);
    return used;
  }

  private void write() {
    var text = new StringBuilder();
    byObject.forEach(
        (object, ids) ->
            ids.forEach(
                (name, id) ->
                    text.append(object)
                        .append('/')
                        .append(id)
                        .append(' ')
                        .append(name)
                        .append('\n')));
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      write.to(file, text.toString().getBytes(StandardCharsets.UTF_8));
      complained = false;
    } catch (IOException e) {
      if (!complained) {
        complained = true;
        LOG.log(Level.WARNING, "instance ids: {0} cannot be written: {1}", file, e.getMessage());
      }
    }
  }
}
