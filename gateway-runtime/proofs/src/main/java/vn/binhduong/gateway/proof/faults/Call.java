package vn.binhduong.gateway.proof.faults;

/// Kinds of calls that change files, in the order of the C side.
public enum Call {
  /// `write`, `writev`, `pwrite`, `pwritev`, `fallocate`.
  WRITE,
  /// `fsync`, `fdatasync`, of files and of directories.
  SYNC,
  /// `open` that makes a file; `link`.
  CREATE,
  /// `ftruncate`, `truncate`, `open` that empties a file.
  TRUNCATE,
  /// `rename`.
  RENAME,
  /// `unlink`, `rmdir`.
  UNLINK,
  /// `mkdir`.
  MKDIR
}
