package vn.binhduong.gateway.contract;

/// Writes one SenML pack, record by record, in one of its forms. Used once.
///
/// Fields are given in the order of the methods, each at most once a record.
interface PackWriter {
  /// Begins the next record.
  void record();

  /// `bver`.
  void baseVersion(int version);

  /// `bn`.
  void baseName(String name);

  /// `bt`, as milliseconds since 1970.
  void baseTime(long epochMillis);

  /// `bu`.
  void baseUnit(String unit);

  /// `n`.
  void name(String name);

  /// `t`, as milliseconds after the base time.
  void time(long millis);

  /// `v`, finite.
  void value(double value);

  /// `vs`.
  void value(String value);

  /// Ends the pack.
  byte[] finish();
}
