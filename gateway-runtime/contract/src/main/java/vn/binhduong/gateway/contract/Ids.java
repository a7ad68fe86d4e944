package vn.binhduong.gateway.contract;

import java.util.regex.Pattern;

/// The rules for names that become a level of a topic or a part of a SenML name.
public final class Ids {
  /// The reserved device of the gateway stream.
  public static final String GATEWAY = "gateway";

  /// Greatest number a sample may have, and greatest integer of any message: 2^53-1, the last one
  /// that every JSON reader keeps exactly (RFC 8259 §6).
  public static final long NUMBER_MAX = (1L << 53) - 1;

  /// Latest time that a message may carry: the end of the year 9999.
  public static final long TIME_MILLIS_MAX = 253_402_300_799_999L;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,32}");
  private static final Pattern CHANNEL =
      Pattern.compile("[a-z][a-z0-9_]{0,31}(\\.(min|max|n|sd))?");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:./_-]{0,94}[:/]");

  static final String ID_RULE = "1 to 32 characters of A-Z a-z 0-9 . -";
  static final String CHANNEL_RULE =
      "1 to 32 characters of a-z 0-9 _ beginning with a letter, then at most one of .min .max .n"
          + " .sd";
  static final String PREFIX_RULE =
      "2 to 96 characters of A-Z a-z 0-9 - : . / _ beginning with a letter or digit and ending in"
          + " : or /";

  private Ids() {}

  /// Whether this can be the id of a gateway, device or request.
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /// Whether this can be the name of a column: a channel, or a channel with `.min .max .n .sd`.
  public static boolean isChannel(String name) {
    return CHANNEL.matcher(name).matches();
  }

  /// Whether this can stand before the device in SenML names.
  public static boolean isPrefix(String prefix) {
    return PREFIX.matcher(prefix).matches();
  }

  static String requireId(String field, String id) {
    return require(isId(id), field, id, ID_RULE);
  }

  static String requireChannel(String field, String name) {
    return require(isChannel(name), field, name, CHANNEL_RULE);
  }

  static String requirePrefix(String field, String prefix) {
    return require(isPrefix(prefix), field, prefix, PREFIX_RULE);
  }

  /// A number of a sample, 1 to 2^53-1.
  static long requireNumber(String field, long number) {
    return requireBetween(field, number, 1, NUMBER_MAX);
  }

  /// Milliseconds since 1970.
  static long requireTime(String field, long millis) {
    return requireBetween(field, millis, 0, TIME_MILLIS_MAX);
  }

  static long requireBetween(String field, long number, long min, long max) {
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, found %d".formatted(field, min, max, number));
    }
    return number;
  }

  static String requireText(String field, String text, int charactersMax) {
    if (text.length() > charactersMax) {
      throw new IllegalArgumentException(
          "%s: expected at most %d characters, found %d"
              .formatted(field, charactersMax, text.length()));
    }
    return text;
  }

  private static String require(boolean holds, String field, String found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(field, expected, Problem.shown(found)));
    }
    return found;
  }
}
