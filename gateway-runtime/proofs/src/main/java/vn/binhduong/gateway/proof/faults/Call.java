package vn.binhduong.gateway.proof.faults;

/// Kinds of calls that change files.
public enum Call {
  /// `write`, `writev`, `pwrite`, `pwritev`, `fallocate`.
  WRITE(0),
  /// `fsync`, `fdatasync`, of files and of directories.
  SYNC(1),
  /// `open` that makes a file; `link`.
  CREATE(2),
  /// `ftruncate`, `truncate`, `open` that empties a file.
  TRUNCATE(3),
  /// `rename`.
  RENAME(4),
  /// `unlink`, `rmdir`.
  UNLINK(5),
  /// `mkdir`.
  MKDIR(6);

  /// Its number on the C side.
  final int number;

  Call(int number) {
    this.number = number;
  }
}
