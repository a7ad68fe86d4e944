package vn.binhduong.gateway.driver.mqtt;

/// What stands at one place of a document.
///
/// @param kind what it is
/// @param text a number as it is written, or a text; empty for anything else
record Found(Kind kind, String text) {
  /// What a value of JSON is, as far as it matters here.
  enum Kind {
    /// A number.
    NUMBER("a number"),
    /// A text.
    TEXT("text"),
    /// true or false.
    TRUTH("true or false"),
    /// null.
    NULL("null"),
    /// An object or array.
    NESTED("an object or array");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /// For messages; the value itself is never shown.
    String words() {
      return words;
    }
  }
}
