package vn.binhduong.gateway.contract;

import java.util.Set;
import java.util.regex.Pattern;

/// The unit symbols that SenML knows.
///
/// Source: IANA, "Sensor Measurement Lists (SenML)": SenML Units (RFC 8428 §12.1, with the
/// additions of RFC 8798 and others) and Secondary Units (RFC 8798 §3).
public final class SenmlUnits {
  /// `bver` of a pack without secondary units, the default of SenML.
  public static final int VERSION_PRIMARY = 10;

  /// `bver` of a pack with secondary units: 10 plus 2^4, feature 4 of RFC 9100.
  public static final int VERSION_SECONDARY = 26;

  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9%/.*-]{1,16}");

  private static final Set<String> PRIMARY =
      Set.of(
          "m",
          "kg",
          "g",
          "s",
          "A",
          "K",
          "cd",
          "mol",
          "Hz",
          "rad",
          "sr",
          "N",
          "Pa",
          "J",
          "W",
          "C",
          "V",
          "F",
          "Ohm",
          "S",
          "Wb",
          "T",
          "H",
          "Cel",
          "lm",
          "lx",
          "Bq",
          "Gy",
          "Sv",
          "kat",
          "m2",
          "m3",
          "l",
          "m/s",
          "m/s2",
          "m3/s",
          "l/s",
          "W/m2",
          "cd/m2",
          "bit",
          "bit/s",
          "lat",
          "lon",
          "pH",
          "dB",
          "dBW",
          "Bspl",
          "count",
          "/",
          "%",
          "%RH",
          "%EL",
          "EL",
          "1/s",
          "1/min",
          "beat/min",
          "beats",
          "S/m",
          "B",
          "VA",
          "VAs",
          "var",
          "vars",
          "J/m",
          "kg/m3",
          "deg",
          "NTU");

  private static final Set<String> SECONDARY =
      Set.of(
          "ms", "min", "h", "MHz", "kW", "kVA", "kvar", "Ah", "Wh", "kWh", "varh", "kvarh", "kVAh",
          "Wh/km", "KiB", "GB", "Mbit/s", "B/s", "MB/s", "mV", "mA", "dBm", "ug/m3", "mm/h", "m/h",
          "ppm", "/100", "/1000", "hPa", "mm", "cm", "km", "km/h");

  private SenmlUnits() {}

  /// Whether a pack may use it with the default version.
  public static boolean isPrimary(String symbol) {
    return PRIMARY.contains(symbol);
  }

  /// Whether a pack that uses it must have version 26.
  public static boolean isSecondary(String symbol) {
    return SECONDARY.contains(symbol);
  }

  static String requireSymbol(String field, String symbol) {
    if (!SYMBOL.matcher(symbol).matches()) {
      throw new IllegalArgumentException(
          "%s: expected 1 to 16 characters of A-Z a-z 0-9 %% / . - *, found %s"
              .formatted(field, Problem.shown(symbol)));
    }
    return symbol;
  }
}
