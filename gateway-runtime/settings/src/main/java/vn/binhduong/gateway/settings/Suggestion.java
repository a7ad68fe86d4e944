package vn.binhduong.gateway.settings;

import java.util.Collection;
import java.util.Optional;

/// Finds what a mistyped word was meant to be.
public final class Suggestion {
  private Suggestion() {}

  /// The known word nearest to `word`, when it is near enough to be worth naming: at most one edit
  /// for each three letters begun, and never more than three.
  public static Optional<String> of(String word, Collection<String> known) {
    String best = null;
    int bestEdits = Math.min(3, (word.length() + 2) / 3) + 1;
    for (String candidate : known) {
      int edits = edits(word, candidate);
      if (edits < bestEdits) {
        best = candidate;
        bestEdits = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /// `did you mean 'every'?`, or else all that is known.
  public static String hint(String word, Collection<String> known, String knownWords) {
    return of(word, known)
        .map(s -> "did you mean '" + s + "'?")
        .orElse(known.isEmpty() ? "" : knownWords + ": " + String.join(", ", known));
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
