package vn.binhduong.gateway.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a proof counted. Not thread-safe.
///
/// `lost`, `duplicated` and `unaccounted` must be zero; so must be the list of what else was wrong.
/// Notes are figures for people and decide nothing.
public final class Tally {
  private static final int WRONG_SHOWN_MAX = 20;

  private final Map<String, Long> faults = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long runs;
  private long lost;
  private long duplicated;
  private long unaccounted;

  /// One run more.
  public void ran() {
    runs++;
  }

  /// Something was broken on purpose.
  ///
  /// @param kind in a word or two, such as `SIGKILL`
  public void fault(String kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  /// Samples or events that the promise covers and that are gone.
  public void lost(long count) {
    lost += count;
  }

  /// Numbers that were used for two different contents.
  public void duplicated(long count) {
    duplicated += count;
  }

  /// Numbers that are neither there nor in a gap record.
  public void unaccounted(long count) {
    unaccounted += count;
  }

  /// Another breach of the promise, in words: what was found, what was expected, in which run.
  public void wrong(String format, Object... arguments) {
    wrong.add(format.formatted(arguments));
  }

  /// A figure for people.
  public void note(String format, Object... arguments) {
    notes.add(format.formatted(arguments));
  }

  /// Adds what another counted, such as a part that ran beside this one.
  public void add(Tally other) {
    runs += other.runs;
    lost += other.lost;
    duplicated += other.duplicated;
    unaccounted += other.unaccounted;
    other.faults.forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    wrong.addAll(other.wrong);
    notes.addAll(other.notes);
  }

  /// Whether the promise held. A proof that never ran or broke nothing has shown nothing.
  public boolean holds() {
    return runs > 0
        && !faults.isEmpty()
        && lost == 0
        && duplicated == 0
        && unaccounted == 0
        && wrong.isEmpty();
  }

  /// The table.
  ///
  /// @param name of the proof
  /// @param seed it ran with
  public List<String> lines(String name, long seed) {
    List<String> lines = new ArrayList<>();
    notes.forEach(note -> lines.add("  " + note));
    wrong.stream().limit(WRONG_SHOWN_MAX).forEach(text -> lines.add("  WRONG: " + text));
    if (wrong.size() > WRONG_SHOWN_MAX) {
      lines.add("  WRONG: and %d more".formatted(wrong.size() - WRONG_SHOWN_MAX));
    }
    faults.forEach((kind, count) -> lines.add("  %,9d x %s".formatted(count, kind)));
    lines.add(
        "%-10s %12s %8s %8s %8s %11s %12s %7s"
            .formatted(
                "proof", "seed", "runs", "faults", "lost", "duplicated", "unaccounted", "wrong"));
    lines.add(
        "%-10s %12d %8d %8d %8d %11d %12d %7d   %s"
            .formatted(
                name,
                seed,
                runs,
                faults.values().stream().mapToLong(Long::longValue).sum(),
                lost,
                duplicated,
                unaccounted,
                wrong.size(),
                holds() ? "HOLDS" : "BROKEN"));
    return lines;
  }
}
