package vn.binhduong.gateway.driver.testkit;

import java.util.Set;
import vn.binhduong.gateway.driver.Unit;

/// The SenML Units registry and its secondary units.
///
/// Source: RFC 8428 section 12.1 (table 1) and RFC 8798 sections 2 (primary) and 3 (secondary).
public final class SenmlUnits {
  /// RFC 8428 section 12.1, those marked there as not recommended left out.
  private static final Set<String> PRIMARY =
      Set.of(
          "m", "kg", "s", "A", "K", "cd", "mol", "Hz", "rad", "sr", "N", "Pa", "J", "W", "C", "V",
          "F", "Ohm", "S", "Wb", "T", "H", "Cel", "lm", "lx", "Bq", "Gy", "Sv", "kat", "m2", "m3",
          "m/s", "m/s2", "m3/s", "W/m2", "cd/m2", "bit", "bit/s", "lat", "lon", "pH", "dB", "dBW",
          "count", "/", "%RH", "%EL", "EL", "1/s");

  /// RFC 8428, not recommended for new producers, yet the only symbols of their quantity in common
  /// use.
  private static final Set<String> PRIMARY_NOT_RECOMMENDED =
      Set.of("g", "l", "%", "1/min", "beat/min", "beats", "Bspl", "l/s", "S/m");

  /// RFC 8798 section 2.
  private static final Set<String> ADDED =
      Set.of("B", "VA", "VAs", "var", "vars", "J/m", "kg/m3", "deg");

  /// RFC 8798 section 3.
  private static final Set<String> SECONDARY =
      Set.of(
          "ms", "min", "h", "MHz", "kW", "kVA", "kvar", "Ah", "Wh", "kWh", "varh", "kvarh", "kVAh",
          "Wh/km", "KiB", "GB", "Mbit/s", "B/s", "MB/s", "mV", "mA", "dBm", "ug/m3", "mm/h", "m/h",
          "ppm", "/100", "/1000", "hPa", "mm", "cm", "km", "km/h");

  private SenmlUnits() {}

  /// Whether the registry has the symbol of this unit; symbols are case-sensitive.
  public static boolean registered(Unit unit) {
    String symbol = unit.symbol();
    return PRIMARY.contains(symbol)
        || PRIMARY_NOT_RECOMMENDED.contains(symbol)
        || ADDED.contains(symbol)
        || SECONDARY.contains(symbol);
  }
}
