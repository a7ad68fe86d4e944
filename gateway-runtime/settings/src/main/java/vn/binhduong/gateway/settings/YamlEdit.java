package vn.binhduong.gateway.settings;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Changes one value of a YAML text and leaves everything else as a person wrote it: comments,
/// order, spaces.
public final class YamlEdit {
  private YamlEdit() {}

  /// Replaces a scalar.
  ///
  /// @param text a YAML text
  /// @param path the keys that lead to it
  /// @param value the new value, quoted as far as needed; one line
  /// @return the new text; empty when there is no scalar at that path, or the text is no YAML
  public static Optional<String> replace(String text, List<String> path, String value) {
    if (value.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("value: expected one line of printable characters");
    }
    ScalarEvent found;
    try {
      found =
          find(
              new Parse(LoadSettings.builder().setUseMarks(true).build())
                  .parseString(text)
                  .iterator(),
              path);
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
    if (found == null) {
      return Optional.empty();
    }
    int start = index(text, found.getStartMark());
    int end = index(text, found.getEndMark());
    return Optional.of(
        "%s'%s'%s"
            .formatted(text.substring(0, start), value.replace("'", "''"), text.substring(end)));
  }

  private static int index(String text, Optional<Mark> mark) {
    return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
  }

  private static @Nullable ScalarEvent find(Iterator<Event> events, List<String> path) {
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof MappingStartEvent) {
        return inMapping(events, path);
      }
    }
    return null;
  }

  private static @Nullable ScalarEvent inMapping(Iterator<Event> events, List<String> path) {
    for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
      boolean wanted =
          key instanceof ScalarEvent scalar && scalar.getValue().equals(path.getFirst());
      if (!(key instanceof ScalarEvent)) {
        skip(events, key);
      }
      Event value = events.next();
      if (wanted && path.size() == 1) {
        return value instanceof ScalarEvent scalar ? scalar : null;
      }
      if (wanted && value instanceof MappingStartEvent) {
        return inMapping(events, path.subList(1, path.size()));
      }
      skip(events, value);
    }
    return null;
  }

  /// Passes over what `begin` opened.
  private static void skip(Iterator<Event> events, Event begin) {
    int depth = depth(begin);
    while (depth > 0) {
      depth += depth(events.next());
    }
  }

  private static int depth(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart -> 1;
      case MappingEnd, SequenceEnd -> -1;
      default -> 0;
    };
  }
}
