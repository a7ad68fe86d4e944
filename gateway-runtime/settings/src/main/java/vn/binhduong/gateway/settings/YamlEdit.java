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

  /// Puts a key into a mapping, in place of the value that it has, else before the first key.
  ///
  /// @param text a YAML text
  /// @param path the keys that lead to the mapping
  /// @param key the key; plain characters
  /// @param flow the value, in flow style: one line
  /// @return the new text; empty when there is no mapping with a key at that path, or the text is
  ///   no YAML
  public static Optional<String> put(String text, List<String> path, String key, String flow) {
    if (flow.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("value: expected one line of printable characters");
    }
    try {
      Iterator<Event> events = events(text);
      MappingStartEvent mapping = mapping(events, path);
      return mapping == null ? Optional.empty() : put(text, events, key, flow, mapping.isFlow());
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> put(
      String text, Iterator<Event> events, String key, String flow, boolean inFlow) {
    int first = -1;
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      if (first < 0) {
        first = index(text, next.getStartMark());
      }
      boolean wanted = next instanceof ScalarEvent scalar && scalar.getValue().equals(key);
      int colon = text.indexOf(':', index(text, next.getEndMark()));
      skip(events, next);
      int end = endOfNext(text, events);
      if (wanted) {
        return Optional.of(text.substring(0, colon + 1) + " " + flow + text.substring(end));
      }
    }
    if (first < 0) {
      return Optional.empty();
    }
    int line = text.lastIndexOf('\n', first - 1) + 1;
    String between = inFlow ? ", " : "\n" + text.substring(line, first).replaceAll("\\S", " ");
    return Optional.of(
        text.substring(0, first) + key + ": " + flow + between + text.substring(first));
  }

  /// Passes over the next value.
  ///
  /// @return behind its last character, before a comment
  private static int endOfNext(String text, Iterator<Event> events) {
    Event begin = events.next();
    int end = index(text, begin.getEndMark());
    int depth = depth(begin);
    while (depth > 0) {
      Event event = events.next();
      depth += depth(event);
      // The end of a block is where the next token stands, behind comments.
      if (depth(event) >= 0 || isFlowEnd(text, event)) {
        end = index(text, event.getEndMark());
      }
    }
    return end;
  }

  private static boolean isFlowEnd(String text, Event event) {
    int start = index(text, event.getStartMark());
    int end = index(text, event.getEndMark());
    return end == start + 1 && "]}".indexOf(text.charAt(start)) >= 0;
  }

  private static Iterator<Event> events(String text) {
    return new Parse(LoadSettings.builder().setUseMarks(true).build()).parseString(text).iterator();
  }

  /// The mapping at the path, its begin just taken; null when there is none.
  private static @Nullable MappingStartEvent mapping(Iterator<Event> events, List<String> path) {
    Event event = events.next();
    while (events.hasNext() && event.getEventId() != Event.ID.MappingStart) {
      event = events.next();
    }
    for (String key : path) {
      if (!(event instanceof MappingStartEvent)) {
        return null;
      }
      event = valueOf(events, key);
    }
    return event instanceof MappingStartEvent found ? found : null;
  }

  /// The begin of the value of a key; null when the mapping has no such key.
  private static @Nullable Event valueOf(Iterator<Event> events, String key) {
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      boolean wanted = next instanceof ScalarEvent scalar && scalar.getValue().equals(key);
      skip(events, next);
      Event value = events.next();
      if (wanted) {
        return value;
      }
      skip(events, value);
    }
    return null;
  }

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
    Event found;
    try {
      Iterator<Event> events = events(text);
      MappingStartEvent mapping = mapping(events, path.subList(0, path.size() - 1));
      found = mapping == null ? null : valueOf(events, path.getLast());
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
    if (!(found instanceof ScalarEvent)) {
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
