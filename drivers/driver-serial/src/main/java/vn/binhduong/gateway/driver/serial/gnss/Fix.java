package vn.binhduong.gateway.driver.serial.gnss;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Position and time of one second, from its GGA and RMC sentences.
///
/// Source: NMEA 0183 version 4, §6.3 (GGA, RMC).
///
/// @param latitude degrees north, WGS 84; empty without a fix
/// @param longitude degrees east, WGS 84; empty without a fix
/// @param altitude metres above mean sea level; empty without a fix
/// @param satellites satellites in use
/// @param dilution horizontal dilution of precision; empty without a fix
/// @param quality quality of the fix: 0 none, 1 autonomous, 2 differential, 4 and 5 real-time
///   kinematic, 6 estimated
/// @param time UTC of the fix; empty where the receiver does not know it
record Fix(
    OptionalDouble latitude,
    OptionalDouble longitude,
    OptionalDouble altitude,
    int satellites,
    OptionalDouble dilution,
    int quality,
    Optional<Instant> time) {
  private static final Pattern ANGLE = Pattern.compile("(\\d{1,3})(\\d{2}(?:\\.\\d{1,8})?)");
  private static final Pattern TIME = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(?:\\.(\\d{1,9}))?");
  private static final Pattern DATE = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,6}(\\.\\d{1,8})?");
  private static final int ESTIMATED = 6;

  /// Joins the two sentences of one second.
  ///
  /// @throws IllegalArgumentException naming the field, where one is not as the standard says
  static Fix of(Sentence gga, Sentence rmc) {
    int quality = (int) number(gga, "GGA quality", 5).orElse(0);
    boolean fixed = quality != 0 && quality < ESTIMATED && rmc.field(1).equals("A");
    return new Fix(
        fixed ? angle(gga, "GGA latitude", 1, "N", "S", 90) : OptionalDouble.empty(),
        fixed ? angle(gga, "GGA longitude", 3, "E", "W", 180) : OptionalDouble.empty(),
        fixed ? number(gga, "GGA altitude", 8) : OptionalDouble.empty(),
        (int) number(gga, "GGA satellites", 6).orElse(0),
        fixed ? number(gga, "GGA dilution", 7) : OptionalDouble.empty(),
        quality,
        fixed ? time(rmc) : Optional.empty());
  }

  private static OptionalDouble number(Sentence sentence, String what, int index) {
    String text = sentence.field(index);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("%s: expected a number, found '%s'".formatted(what, text));
    }
    return OptionalDouble.of(Double.parseDouble(text));
  }

  /// `dddmm.mmmm` and a letter, in degrees.
  private static OptionalDouble angle(
      Sentence sentence, String what, int index, String plus, String minus, int most) {
    Matcher angle = ANGLE.matcher(sentence.field(index));
    String side = sentence.field(index + 1);
    if (!angle.matches() || !(side.equals(plus) || side.equals(minus))) {
      throw new IllegalArgumentException(
          "%s: expected degrees and minutes and %s or %s, found '%s,%s'"
              .formatted(what, plus, minus, sentence.field(index), side));
    }
    double minutes = Double.parseDouble(angle.group(2));
    double degrees = Integer.parseInt(angle.group(1)) + minutes / 60;
    if (minutes >= 60 || degrees > most) {
      throw new IllegalArgumentException(
          "%s: expected at most %d degrees and less than 60 minutes, found '%s'"
              .formatted(what, most, sentence.field(index)));
    }
    return OptionalDouble.of(side.equals(plus) ? degrees : -degrees);
  }

  private static Optional<Instant> time(Sentence rmc) {
    Matcher time = TIME.matcher(rmc.field(0));
    Matcher date = DATE.matcher(rmc.field(8));
    if (!time.matches() || !date.matches()) {
      return Optional.empty();
    }
    try {
      String fraction = time.group(4) == null ? "0" : time.group(4);
      return Optional.of(
          LocalDate.of(2000 + group(date, 3), group(date, 2), group(date, 1))
              .atTime(LocalTime.of(group(time, 1), group(time, 2), Math.min(59, group(time, 3))))
              .plusNanos((long) (Double.parseDouble("0." + fraction) * 1e9))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "RMC time and date: found '%s' and '%s': %s"
              .formatted(rmc.field(0), rmc.field(8), e.getMessage()),
          e);
    }
  }

  private static int group(Matcher matcher, int index) {
    return Integer.parseInt(matcher.group(index));
  }
}
