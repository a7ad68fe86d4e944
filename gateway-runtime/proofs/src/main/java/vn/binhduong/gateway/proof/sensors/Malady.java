package vn.binhduong.gateway.proof.sensors;

/// How one slave on a Modbus bus misbehaves.
public enum Malady {
  /// It does not.
  NONE,
  /// It never answers.
  SILENT,
  /// Its answer comes at a byte per second.
  DRIP,
  /// Bytes that mean nothing come instead of its answer.
  GARBAGE,
  /// Its answer names another unit.
  WRONG_UNIT,
  /// Its answer ends in the middle.
  HALF,
  /// The connection is reset instead of an answer (TCP).
  RESET,
  /// The connection is closed instead of an answer (TCP).
  FIN
}
