package vn.binhduong.gateway.driver;

import java.util.regex.Pattern;

/// A unit symbol of the SenML units registry (RFC 8428 §12.1) or its secondary units (RFC 8798).
///
/// One canonical unit per quantity; a driver converts before it emits. Symbols not listed here can
/// be made with the constructor; the contract suite of the test kit compares them with the
/// registry.
///
/// @param symbol SenML symbol, 1 to 16 characters of `A-Z a-z 0-9 % / . - *`
public record Unit(String symbol) {
  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9%/.*-]{1,16}");

  /// Temperature, degrees Celsius.
  public static final Unit CELSIUS = new Unit("Cel");

  /// Relative humidity, percent.
  public static final Unit RELATIVE_HUMIDITY = new Unit("%RH");

  /// Air pressure, hectopascal (secondary unit).
  public static final Unit HECTOPASCAL = new Unit("hPa");

  /// Speed, metres per second.
  public static final Unit METRE_PER_SECOND = new Unit("m/s");

  /// Speed, kilometres per hour (secondary unit).
  public static final Unit KILOMETRE_PER_HOUR = new Unit("km/h");

  /// Plane angle, degrees.
  public static final Unit DEGREE = new Unit("deg");

  /// Mass concentration, micrograms per cubic metre (secondary unit).
  public static final Unit MICROGRAM_PER_CUBIC_METRE = new Unit("ug/m3");

  /// Parts per million (secondary unit).
  public static final Unit PARTS_PER_MILLION = new Unit("ppm");

  /// Sound level, decibel.
  public static final Unit DECIBEL = new Unit("dB");

  /// Illuminance, lux.
  public static final Unit LUX = new Unit("lx");

  /// Irradiance, watts per square metre.
  public static final Unit WATT_PER_SQUARE_METRE = new Unit("W/m2");

  /// Length or level, metres.
  public static final Unit METRE = new Unit("m");

  /// Rain depth or a short length, millimetres (secondary unit).
  public static final Unit MILLIMETRE = new Unit("mm");

  /// Rain intensity, millimetres per hour (secondary unit).
  public static final Unit MILLIMETRE_PER_HOUR = new Unit("mm/h");

  /// Duration, seconds.
  public static final Unit SECOND = new Unit("s");

  /// Electric potential, volts.
  public static final Unit VOLT = new Unit("V");

  /// Percent of a whole.
  public static final Unit PERCENT = new Unit("%");

  /// Ratio, codes and other quantities without a dimension.
  public static final Unit RATIO = new Unit("/");

  /// A counted number.
  public static final Unit COUNT = new Unit("count");

  public Unit {
    if (!SYMBOL.matcher(symbol).matches()) {
      throw new IllegalArgumentException(
          "unit: expected 1 to 16 characters of A-Z a-z 0-9 %% / . - *, found '%s'"
              .formatted(symbol));
    }
  }

  @Override
  public String toString() {
    return symbol;
  }
}
