package vn.binhduong.gateway.contract;

import org.jspecify.annotations.Nullable;

/// One resolved SenML record (RFC 8428 §4.6): base fields applied.
///
/// @param index its place in the pack, from 0
/// @param name base name and name
/// @param unit unit or base unit; null without either
/// @param seconds time and base time; below 2^28 relative to now
/// @param kind which value it has
/// @param value base value and value; NaN unless the kind is NUMBER
/// @param text the string value; null unless the kind is TEXT
/// @param sum base sum and sum; NaN without either
record SenmlRecord(
    int index,
    String name,
    @Nullable String unit,
    double seconds,
    Kind kind,
    double value,
    @Nullable String text,
    double sum) {
  /// Which value a record has.
  enum Kind {
    /// `v`.
    NUMBER,
    /// `vs`.
    TEXT,
    /// `vb`; not used by this contract, not kept.
    FLAG,
    /// `vd`; not used by this contract, not kept.
    DATA,
    /// None, only a sum.
    SUM
  }

  /// Where it says a problem is.
  ContractException problem(String field, String found, String expected) {
    return problem(index, field, found, expected);
  }

  static ContractException problem(int index, String field, String found, String expected) {
    return new ContractException("pack", "record %d, %s".formatted(index, field), found, expected);
  }
}
