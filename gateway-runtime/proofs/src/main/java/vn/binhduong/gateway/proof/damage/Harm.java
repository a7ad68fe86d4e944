package vn.binhduong.gateway.proof.damage;

/// One thing done to a data directory. Files are named from the data directory.
sealed interface Harm {
  /// The file or folder it hits first.
  String file();

  /// The file keeps its first bytes only.
  ///
  /// @param bytes how many, fewer than it has
  record Cut(String file, long bytes) implements Harm {}

  /// Bytes become zero.
  record Zero(String file, long from, long bytes) implements Harm {}

  /// One bit is turned over.
  ///
  /// @param bit 0 to 7
  record Flip(String file, long at, int bit) implements Harm {}

  /// Bytes are written over.
  ///
  /// @param value big-endian, as SQLite's header has it
  record Write(String file, long at, int bytes, int value) implements Harm {}

  /// The seal of a segment is made to fit what is in it.
  record Reseal(String file) implements Harm {}

  /// Two files change their contents, or their names, which is the same.
  record Exchange(String file, String other) implements Harm {}

  /// A file gets the content of another one.
  record Copy(String file, String from) implements Harm {}

  /// A file gets a content that never was the gateway's.
  record Foreign(String file, Origin from) implements Harm {}

  /// Where foreign content comes from.
  enum Origin {
    /// A database of another program.
    DATABASE,
    /// A photograph.
    JPEG,
    /// A segment of another gateway.
    GATEWAY
  }

  /// It is gone.
  record Remove(String file) implements Harm {}

  /// A directory stands in its place; it is not empty.
  record Folder(String file) implements Harm {}

  /// A file stands where a folder should be.
  record File(String file) implements Harm {}

  /// A symbolic link to itself stands in its place.
  record Loop(String file) implements Harm {}

  /// The user of the gateway may read it, but not write it.
  record ReadOnly(String file) implements Harm {}
}
