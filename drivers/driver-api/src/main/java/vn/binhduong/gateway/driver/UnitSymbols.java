package vn.binhduong.gateway.driver;

import java.util.Set;
import java.util.TreeSet;

/// The unit symbols of SenML, for drivers whose units are written down by people.
///
/// Source: IANA, "Sensor Measurement Lists (SenML)": SenML Units (RFC 8428 §12.1 with the additions
/// of RFC 8798 §2 and others) and Secondary Units (RFC 8798 §3).
public final class UnitSymbols {
  private static final Set<String> REGISTRY =
      Set.of(
          ("m kg g s A K cd mol Hz rad sr N Pa J W C V F Ohm S Wb T H Cel lm lx Bq Gy Sv kat m2 m3"
                  + " l m/s m/s2 m3/s l/s W/m2 cd/m2 bit bit/s lat lon pH dB dBW Bspl count / %"
                  + " %RH %EL EL 1/s 1/min beat/min beats S/m B VA VAs var vars J/m kg/m3 deg NTU"
                  + " ms min h MHz kW kVA kvar Ah Wh kWh varh kvarh kVAh Wh/km KiB GB Mbit/s B/s"
                  + " MB/s mV mA dBm ug/m3 mm/h m/h ppm /100 /1000 hPa mm cm km km/h")
              .split(" "));

  /// Coulomb and farad, which are always meant as temperatures.
  private static final Set<String> MISTAKEN = Set.of("C", "F");

  private UnitSymbols() {}

  /// Whether the registry has the symbol; symbols are case-sensitive.
  public static boolean registered(String symbol) {
    return REGISTRY.contains(symbol);
  }

  /// Whether a symbol that somebody wrote down may be taken as it stands: one of the registry, but
  /// not `C` and `F`, which are coulomb and farad and are always meant as temperatures.
  public static boolean known(String symbol) {
    return registered(symbol) && !MISTAKEN.contains(symbol);
  }

  /// A hint for a symbol that is not known: the ones that people write instead, or those that
  /// differ in case only. Begins with a blank and is put behind the message.
  public static String hint(String symbol) {
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
          default ->
              new TreeSet<>(REGISTRY)
                  .stream().filter(symbol::equalsIgnoreCase).findFirst().orElse("");
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
