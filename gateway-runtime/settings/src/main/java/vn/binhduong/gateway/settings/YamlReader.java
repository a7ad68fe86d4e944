package vn.binhduong.gateway.settings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Parses YAML 1.2 into nodes that know their place.
///
/// Built from the parser's events and not with its composer, so that depth is bounded without
/// recursion and aliases (which can multiply a small file into gigabytes), tags and a second
/// document are refused where they stand.
final class YamlReader {
  /// Deepest nesting of lists and mappings.
  static final int DEPTH_MAX = 32;

  private final String file;
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable YamlNode root;

  private YamlReader(String file) {
    this.file = file;
  }

  /// The file does not parse; carries the one mistake that stopped the parser.
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Unreadable(Problem problem) {
      super(problem.toString());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  /// The root of the file; an empty mapping when nothing but comments stands there.
  static YamlNode read(YamlText text) throws Unreadable {
    return new YamlReader(text.name()).parse(text.text());
  }

  private YamlNode parse(String text) throws Unreadable {
    var settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(YamlText.BYTES_MAX).build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        take(event);
      }
    } catch (MarkedYamlEngineException e) {
      String begun =
          e.getContextMark().map(mark -> " that begins in line " + (mark.getLine() + 1)).orElse("");
      String context = e.getContext() == null ? "" : e.getContext() + begun + ": ";
      String found = "not valid YAML: " + context + e.getProblem();
      String hint = found.contains("(TAB)") ? "indent with spaces, never with tabs" : "";
      throw new Unreadable(position(e.getProblemMark()).problem("", found, "", hint));
    } catch (ReaderException e) {
      String found = "a character that YAML does not allow: U+%04X".formatted(e.getCodePoint());
      throw new Unreadable(positionOf(text, e.getPosition()).problem("", found, "", ""));
    } catch (YamlEngineException e) {
      String found = "not valid YAML: " + e.getMessage();
      throw new Unreadable(Position.whole(file).problem("", found, "", ""));
    }
    return root == null ? new YamlNode.Mapping(List.of(), Position.whole(file)) : root;
  }

  private void take(Event event) throws Unreadable {
    Position at = position(event.getStartMark());
    switch (event.getEventId()) {
      case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
      case DocumentStart -> {
        if (root != null) {
          throw new Unreadable(at.problem("", "a second document", "", "remove the line '---'"));
        }
      }
      case Alias -> {
        String name = ((AliasEvent) event).getAlias().getValue();
        throw refused(at, "the alias '*" + name + "'", "write the value out, aliases are refused");
      }
      case Scalar -> {
        var scalar = (ScalarEvent) event;
        refuseAnchorAndTag(at, scalar.getAnchor(), scalar.getTag());
        put(new YamlNode.Scalar(scalar.getValue(), scalar.isPlain(), at));
      }
      case SequenceStart, MappingStart -> {
        var start = (CollectionStartEvent) event;
        refuseAnchorAndTag(at, start.getAnchor(), start.getTag());
        if (open.size() == DEPTH_MAX) {
          throw refused(at, "nesting deeper than " + DEPTH_MAX + " levels", "");
        }
        open.push(new Open(event.getEventId() == Event.ID.MappingStart, at));
      }
      case SequenceEnd, MappingEnd -> put(open.pop().close());
    }
  }

  private void put(YamlNode node) throws Unreadable {
    Open parent = open.peek();
    if (parent == null) {
      root = node;
    } else if (parent.mapping && parent.key == null) {
      if (!(node instanceof YamlNode.Scalar key)) {
        throw refused(node.at(), node.words() + " as a key", "quote a key that begins with { or [");
      }
      parent.key = key;
    } else if (parent.key != null) {
      parent.entries.add(new YamlNode.Entry(parent.key, node));
      parent.key = null;
    } else {
      parent.elements.add(node);
    }
  }

  private void refuseAnchorAndTag(Position at, Optional<Anchor> anchor, Optional<String> tag)
      throws Unreadable {
    if (anchor.isPresent()) {
      String found = "the anchor '&" + anchor.get().getValue() + "'";
      throw refused(at, found, "aliases and anchors are refused");
    }
    if (tag.isPresent()) {
      throw refused(at, "the tag '" + tag.get() + "'", "tags are refused");
    }
  }

  private Unreadable refused(Position at, String found, String hint) {
    return new Unreadable(at.problem("", found, "", hint));
  }

  private Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(file, m.getLine() + 1, m.getColumn() + 1))
        .orElse(Position.whole(file));
  }

  /// The place of a code point, counted from 0.
  private Position positionOf(String text, int codePoint) {
    int line = 1;
    int column = 1;
    int[] points = text.codePoints().limit(codePoint).toArray();
    for (int point : points) {
      column = point == '\n' ? 1 : column + 1;
      line = point == '\n' ? line + 1 : line;
    }
    return new Position(file, line, column);
  }

  /// A list or mapping whose end was not reached yet.
  private static final class Open {
    final boolean mapping;
    final Position at;
    final List<YamlNode> elements = new ArrayList<>();
    final List<YamlNode.Entry> entries = new ArrayList<>();
    YamlNode.@Nullable Scalar key;

    Open(boolean mapping, Position at) {
      this.mapping = mapping;
      this.at = at;
    }

    YamlNode close() {
      return mapping ? new YamlNode.Mapping(entries, at) : new YamlNode.Sequence(elements, at);
    }
  }
}
