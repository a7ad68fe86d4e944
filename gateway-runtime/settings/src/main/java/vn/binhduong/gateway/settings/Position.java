package vn.binhduong.gateway.settings;

/// A place in a file.
///
/// @param file name of the file as it was given
/// @param line from 1, or 0 for the whole file
/// @param column from 1, or 0 for the whole file
record Position(String file, int line, int column) {
  /// The file as a whole.
  static Position whole(String file) {
    return new Position(file, 0, 0);
  }

  Problem problem(String key, String found, String expected, String hint) {
    return new Problem(file, line, column, key, found, expected, hint);
  }
}
