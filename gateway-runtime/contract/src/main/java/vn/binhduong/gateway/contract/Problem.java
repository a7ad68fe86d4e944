package vn.binhduong.gateway.contract;

/// One thing that is wrong with a message.
///
/// @param field where, such as `above[3].from` or `record 17, t`
/// @param found what stands there, shortened
/// @param expected what the contract asks for
public record Problem(String field, String found, String expected) {
  private static final int SHOWN_CHARACTERS_MAX = 60;

  @Override
  public String toString() {
    return "%s: expected %s, found %s".formatted(field, expected, found);
  }

  /// Text from outside as it may stand in a message: quoted, printable, of bounded length.
  static String shown(String text) {
    StringBuilder shown = new StringBuilder("'");
    int length = Math.min(text.length(), SHOWN_CHARACTERS_MAX);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c == 0x7f || Character.isSurrogate(c) ? '?' : c);
    }
    shown.append(text.length() > length ? "…' (%d characters)".formatted(text.length()) : "'");
    return shown.toString();
  }
}
