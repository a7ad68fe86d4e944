package vn.binhduong.gateway.change;

import java.util.List;

/// A configuration that was offered is not taken; everything runs on as before.
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /// @param problems each mistake in a sentence, at least one
  public RefusedException(List<String> problems) {
    super(String.join(" | ", problems));
    this.problems = List.copyOf(problems);
  }

  /// Each mistake in a sentence.
  public List<String> problems() {
    return problems;
  }
}
