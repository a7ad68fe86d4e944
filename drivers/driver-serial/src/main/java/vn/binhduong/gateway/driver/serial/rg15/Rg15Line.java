package vn.binhduong.gateway.driver.serial.rg15;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.binhduong.gateway.driver.Framing;

/// A line of the RG-15.
///
///     Acc 0.01 mm, EventAcc 0.02 mm, TotalAcc 10.01 mm, RInt 0.00 mmph
///
/// A line has no check: it must be whole, in the one form the gauge writes, and its numbers must fit
/// each other. Source: Hydreon, RG-15 instructions, rev 1.001, "Serial communication".
sealed interface Rg15Line {
  int BYTES_MAX = 160;

  /// What it has measured.
  ///
  /// @param total mm since it was reset or got power
  /// @param event mm since this rain began
  /// @param intensity mm/h
  /// @param lensBad the optics are dirty or damaged
  /// @param saturated the emitter is saturated by light or dirt
  record Rain(double total, double event, double intensity, boolean lensBad, boolean saturated)
      implements Rg15Line {}

  /// Measured in inches, which we do not ask for.
  record Inches() implements Rg15Line {}

  /// Anything else, such as the echo of a command.
  record Other() implements Rg15Line {}

  /// The greatest total it counts to before it begins again.
  double TOTAL_MAX = 99_999;

  Pattern FORM =
      Pattern.compile(
          "Acc (\\d{1,5}\\.\\d{2,3}) (mm|in), EventAcc (\\d{1,5}\\.\\d{2,3}) \\2,"
              + " TotalAcc (\\d{1,5}\\.\\d{2,3}) \\2, RInt (\\d{1,4}\\.\\d{2,3}) (mmph|iph)(.*)");

  /// How lines are told apart.
  Framing<Rg15Line> FRAMING =
      new Framing<>() {
        @Override
        public Look<Rg15Line> look(byte[] bytes, int count) {
          return Rg15Line.look(bytes, count);
        }

        @Override
        public boolean consistent(Rg15Line before, Rg15Line next) {
          return !(before instanceof Rain(double total, var _, var _, var _, var _))
              || !(next instanceof Rain(double later, var _, var _, var _, var _))
              || later >= total
              || later == 0;
        }
      };

  private static Framing.Look<Rg15Line> look(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, 0, i, StandardCharsets.US_ASCII).strip();
        Rg15Line parsed = parse(line);
        // A damaged line of numbers is no frame; an echo or a greeting is.
        return parsed instanceof Other && line.contains("Acc")
            ? new Framing.Look.Nothing<>("expected a line 'Acc ...', found '" + line + "'")
            : new Framing.Look.Found<>(parsed, i + 1);
      }
      if (bytes[i] != '\r' && (bytes[i] < ' ' || bytes[i] > '~')) {
        return new Framing.Look.Nothing<>("expected text");
      }
    }
    return new Framing.Look.Unfinished<>();
  }

  /// What a line says.
  static Rg15Line parse(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      return new Other();
    }
    if (!matcher.group(2).equals("mm") || !matcher.group(6).equals("mmph")) {
      return new Inches();
    }
    double since = Double.parseDouble(matcher.group(1));
    double event = Double.parseDouble(matcher.group(3));
    double total = Double.parseDouble(matcher.group(4));
    double intensity = Double.parseDouble(matcher.group(5));
    // What fell since the last question or in this rain is a part of the total.
    if (since > total || event > total || total > TOTAL_MAX) {
      return new Other();
    }
    String flags = matcher.group(7);
    if (!flags.matches("(, (LensBad|EmSat|TooCold))*")) {
      return new Other();
    }
    return new Rain(total, event, intensity, flags.contains("LensBad"), flags.contains("EmSat"));
  }
}
