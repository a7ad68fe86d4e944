package vn.binhduong.gateway.driver.example;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.binhduong.gateway.driver.Framing;

/// An answer of the probe.
///
///     T=+23.4 H=61.5*5A CR LF      the check joins all characters before * by XOR
///
/// Source: name the datasheet, its version and section here.
///
/// @param celsius temperature, -40 to 125; NaN where its sensor is broken
/// @param percent relative humidity, 0 to 100; NaN where its sensor is broken
record ExampleFrame(double celsius, double percent) {
  /// Length of the longest answer.
  static final int BYTES_MAX = 32;

  private static final String BROKEN = "--.-";
  private static final Pattern FORM =
      Pattern.compile("T=([+-]\\d{1,3}\\.\\d|--\\.-) H=(\\d{1,3}\\.\\d|--\\.-)");

  /// How answers are told apart.
  static final Framing<ExampleFrame> FRAMING = ExampleFrame::look;

  private static Framing.Look<ExampleFrame> look(byte[] bytes, int count) {
    if (bytes[0] != 'T') {
      return new Framing.Look.Nothing<>("expected T");
    }
    int check = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '*') {
        return end(bytes, count, i, check);
      }
      check ^= bytes[i];
    }
    return new Framing.Look.Unfinished<>();
  }

  private static Framing.Look<ExampleFrame> end(byte[] bytes, int count, int star, int check) {
    int length = star + 5;
    if (count < length) {
      return new Framing.Look.Unfinished<>();
    }
    String expected = HexFormat.of().withUpperCase().toHexDigits((byte) check) + "\r\n";
    String found = new String(bytes, star + 1, 4, StandardCharsets.US_ASCII);
    Matcher text = FORM.matcher(new String(bytes, 0, star, StandardCharsets.US_ASCII));
    if (!found.equals(expected)) {
      return new Framing.Look.Nothing<>(
          "expected *%s, found *%s".formatted(expected.strip(), found.strip()));
    }
    return text.matches()
        ? new Framing.Look.Found<>(
            new ExampleFrame(number(text.group(1)), number(text.group(2))), length)
        : new Framing.Look.Nothing<>("expected T=... H=...");
  }

  private static double number(String text) {
    return text.equals(BROKEN) ? Double.NaN : Double.parseDouble(text);
  }
}
