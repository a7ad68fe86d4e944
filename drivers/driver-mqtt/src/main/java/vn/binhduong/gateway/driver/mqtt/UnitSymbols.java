package vn.binhduong.gateway.driver.mqtt;

import java.util.Set;
import java.util.TreeSet;

/// The SenML unit symbols a mapping may use: RFC 8428 §12.1, RFC 8798 and the registry they opened.
final class UnitSymbols {
  private static final Set<String> KNOWN =
      Set.of(
          // RFC 8428 and what the registry gained since, base units; without C (coulomb) and F
          // (farad), which are always meant as temperatures
          ("m kg g s A K cd mol Hz rad sr N Pa J W V Ohm S Wb T H Cel lm lx Bq Gy Sv kat m2 m3"
                  + " l m/s m/s2 m3/s l/s W/m2 cd/m2 bit bit/s lat lon pH dB dBW Bspl count / %"
                  + " %RH %EL EL 1/s 1/min beat/min beats S/m B VA VAs var vars J/m kg/m3 deg")
              .split(" "));

  // RFC 8798, secondary units
  private static final Set<String> SECONDARY =
      Set.of(
          ("ms min h MHz kW kVA kvar Ah Wh kWh varh kvarh kVAh Wh/km KiB GB Mbit/s B/s MB/s mV mA"
                  + " dBm ug/m3 mm/h m/h ppm /100 /1000 hPa mm cm km km/h")
              .split(" "));

  private UnitSymbols() {}

  static boolean known(String symbol) {
    return KNOWN.contains(symbol) || SECONDARY.contains(symbol);
  }

  /// A hint for a symbol that is not known: the ones that people write instead, or those that
  /// differ in case only.
  static String hint(String symbol) {
    String meant =
        switch (symbol) {
          case "°C", "degC", "celsius", "Celsius" -> "Cel";
          case "volt", "Volt", "volts" -> "V";
          case "amp", "Amp", "ampere", "Ampere" -> "A";
          case "watt", "Watt" -> "W";
          case "hertz", "Hertz" -> "Hz";
          case "kelvin", "Kelvin" -> "K";
          case "percent" -> "%";
          case "°", "degree", "degrees" -> "deg";
          case "%rh", "rh", "RH" -> "%RH";
          case "µg/m3", "ug/m^3", "µg/m³" -> "ug/m3";
          case "dBA", "dB(A)", "db" -> "dB";
          case "lux" -> "lx";
          case "mbar" -> "hPa";
          case "W/m^2", "W/m²" -> "W/m2";
          default -> {
            var all = new TreeSet<>(KNOWN);
            all.addAll(SECONDARY);
            yield all.stream().filter(symbol::equalsIgnoreCase).findFirst().orElse("");
          }
        };
    if (symbol.equals("C")) {
      return " (degrees Celsius are 'Cel'; C would be coulombs)";
    }
    if (symbol.equals("F") || symbol.equals("°F")) {
      return " (convert to 'Cel' with scale and offset)";
    }
    return meant.isEmpty()
        ? " (such as V, A, W, kWh, Hz, Cel, %RH, hPa, m/s)"
        : " (write '" + meant + "')";
  }
}
