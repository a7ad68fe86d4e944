package vn.binhduong.gateway.proof.damage;

/// Kinds of cases.
enum Family {
  /// A file ends early.
  TRUNCATED,
  /// Zeroes in a file.
  ZEROED,
  /// One bit of any file.
  BIT_FLIP,
  /// One bit of a segment, turned over before it was sealed: its seal is right.
  SEALED_BIT_FLIP,
  /// One bit of the WAL of the open segment: SQLite silently drops every later commit.
  WAL_BIT_FLIP,
  /// Contents or names exchanged, or the file of another segment or time.
  SWAPPED,
  /// A format or version lower or higher than ours.
  VERSION,
  /// What another program or gateway wrote.
  FOREIGN,
  /// Files are gone.
  MISSING,
  /// The gateway may not write to a file or a folder.
  READ_ONLY,
  /// Folders for files, files for folders, links in a circle.
  SHAPE,
  /// Everything 0 bytes, or everything gone but one.
  DESERT,
  /// Two or three at once.
  COMBINED
}
