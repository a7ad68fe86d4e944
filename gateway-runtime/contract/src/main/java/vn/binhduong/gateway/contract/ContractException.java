package vn.binhduong.gateway.contract;

import java.util.List;
import java.util.stream.Collectors;

/// A message from outside breaks the contract. Retrying will not help: quarantine it, or answer
/// with the problems.
public final class ContractException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /// @param what the kind of message, such as `ack`
  /// @param problems at least one
  public ContractException(String what, List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("; ", what + ": ", "")));
    this.problems = List.copyOf(problems);
  }

  ContractException(String what, String field, String found, String expected) {
    this(what, List.of(new Problem(field, found, expected)));
  }

  /// All that is wrong, in the order found.
  public List<Problem> problems() {
    return problems;
  }
}
