package vn.binhduong.gateway.pipeline;

/// Formulas of the *Guide to Instruments and Methods of Observation*, WMO-No. 8, volume I. Pure; a
/// result is NaN where there is none.
final class MoistAir {
  /// Chapter 4, annex 4.B: saturation over water, -45 to 60 degrees Celsius. Sonntag 1990.
  private static final double MAGNUS_HPA = 6.112;

  private static final double MAGNUS_FACTOR = 17.62;
  private static final double MAGNUS_CELSIUS = 243.12;

  /// Where the formula of saturation over water holds, degrees Celsius.
  static final double CELSIUS_MIN = -45;

  static final double CELSIUS_MAX = 60;

  /// Chapter 3, equation 3.2, kelvin per geopotential metre.
  private static final double HEIGHT_FACTOR = 0.0148275;

  /// Lapse rate of the standard atmosphere, kelvin per geopotential metre.
  private static final double LAPSE = 0.0065;

  /// What moisture adds to the mean temperature, kelvin per hectopascal of vapour.
  private static final double VAPOUR_FACTOR = 0.12;

  private static final double KELVIN = 273.15;

  private MoistAir() {}

  /// Saturation vapour pressure over water, hectopascal.
  static double saturation(double celsius) {
    return MAGNUS_HPA * Math.exp(MAGNUS_FACTOR * celsius / (MAGNUS_CELSIUS + celsius));
  }

  /// Vapour pressure, hectopascal.
  static double vapourPressure(double celsius, double humidityPercent) {
    return humidityPercent / 100 * saturation(celsius);
  }

  /// Dew point, degrees Celsius; NaN for air without moisture. The enhancement factor of moist air
  /// (at most 0.1 K) is left out.
  static double dewPoint(double celsius, double humidityPercent) {
    if (!(humidityPercent > 0)) {
      return Double.NaN;
    }
    double exponent =
        Math.log(humidityPercent / 100) + MAGNUS_FACTOR * celsius / (MAGNUS_CELSIUS + celsius);
    return MAGNUS_CELSIUS * exponent / (MAGNUS_FACTOR - exponent);
  }

  /// Pressure reduced to mean sea level, hectopascal (QFF).
  ///
  /// @param hectopascal pressure at the station
  /// @param celsius temperature at the station
  /// @param vapourHectopascal vapour pressure at the station; 0 when it is not known, which at 30 m
  ///   and tropical humidity reads 0.04 hPa too high
  /// @param metres height of the barometer above mean sea level; geopotential metres, which near
  ///   the ground are metres
  static double seaLevelPressure(
      double hectopascal, double celsius, double vapourHectopascal, double metres) {
    double kelvin = celsius + KELVIN + LAPSE * metres / 2 + vapourHectopascal * VAPOUR_FACTOR;
    return kelvin > 0 ? hectopascal * Math.pow(10, HEIGHT_FACTOR * metres / kelvin) : Double.NaN;
  }
}
