package vn.binhduong.gateway.driver.testkit;

/// How a fake Modbus slave misbehaves.
public enum SlaveFault {
  /// It does not.
  NONE,
  /// It takes the request and never answers.
  HANG,
  /// The answer ends in the middle, and nothing follows.
  SHORT_FRAME,
  /// The answer names another unit.
  WRONG_UNIT,
  /// The answer belongs to another request (TCP: another transaction id; RTU: another function).
  WRONG_TRANSACTION,
  /// The checksum is wrong (RTU); on TCP the same as [#GARBAGE].
  WRONG_CHECKSUM,
  /// The answer comes after [ModbusTcpSlave#LATE].
  LATE,
  /// The connection is cut instead of an answer.
  DISCONNECT,
  /// Seeded bytes that mean nothing come instead of an answer.
  GARBAGE
}
