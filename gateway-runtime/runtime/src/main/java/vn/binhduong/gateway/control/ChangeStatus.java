package vn.binhduong.gateway.control;

import java.util.List;

/// Where the last change of the configuration stands.
///
/// @param stage NONE when there never was one; TRIAL, REVERTING, CONFIRMED, REVERTED or SUPERSEDED
/// @param sha256 of the new file, hexadecimal; empty when there never was one
/// @param by who asked for it
/// @param leftMillis until the former file comes back unless it proves itself; 0 when it is decided
/// @param problems why it did not stay
public record ChangeStatus(
    String stage, String sha256, String by, long leftMillis, List<String> problems) {
  public ChangeStatus {
    problems = List.copyOf(problems);
  }
}
