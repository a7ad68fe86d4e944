package vn.binhduong.gateway.driver.pi4j.bme280;

/// The numbers that a BME280 or BMP280 was calibrated with, and what they make of its raw values.
///
/// Source: Bosch, BME280 data sheet BST-BME280-DS002 1.6, §4.2.2 (registers) and §8.1 (compensation
/// in double precision); BMP280 data sheet BST-BMP280-DS001 1.19, §3.11.3 and §8.1.
///
/// @param t1 unsigned 16 bit
/// @param t2 signed 16 bit
/// @param t3 signed 16 bit
/// @param p1 unsigned 16 bit
/// @param p2 signed 16 bit, as are all to p9
/// @param h1 unsigned 8 bit; those of humidity are 0 on a BMP280
/// @param h2 signed 16 bit
/// @param h3 unsigned 8 bit
/// @param h4 signed 12 bit
/// @param h5 signed 12 bit
/// @param h6 signed 8 bit
record Calibration(
    int t1,
    int t2,
    int t3,
    int p1,
    int p2,
    int p3,
    int p4,
    int p5,
    int p6,
    int p7,
    int p8,
    int p9,
    int h1,
    int h2,
    int h3,
    int h4,
    int h5,
    int h6) {
  /// First register of the first block: temperature and pressure, and H1 at its end.
  static final int FIRST = 0x88;

  static final int FIRST_BYTES = 26;

  /// First register of the second block: the rest of humidity.
  static final int SECOND = 0xE1;

  static final int SECOND_BYTES = 7;

  /// Reads both blocks; the second one is empty on a BMP280.
  static Calibration of(byte[] first, byte[] second) {
    boolean humid = second.length == SECOND_BYTES;
    return new Calibration(
        unsigned(first, 0),
        signed(first, 2),
        signed(first, 4),
        unsigned(first, 6),
        signed(first, 8),
        signed(first, 10),
        signed(first, 12),
        signed(first, 14),
        signed(first, 16),
        signed(first, 18),
        signed(first, 20),
        signed(first, 22),
        humid ? first[25] & 0xFF : 0,
        humid ? signed(second, 0) : 0,
        humid ? second[2] & 0xFF : 0,
        // The high byte of H4 and H5 is signed; they share the byte at E5, H4 its low half.
        humid ? (second[3] << 4) | (second[4] & 0x0F) : 0,
        humid ? (second[5] << 4) | ((second[4] & 0xF0) >> 4) : 0,
        humid ? second[6] : 0);
  }

  private static int unsigned(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
  }

  private static int signed(byte[] bytes, int at) {
    return (short) unsigned(bytes, at);
  }

  /// Temperature in fine steps, which pressure and humidity are computed with.
  double fine(int rawTemperature) {
    double one = (rawTemperature / 16384.0 - t1 / 1024.0) * t2;
    double difference = rawTemperature / 131072.0 - t1 / 8192.0;
    return one + difference * difference * t3;
  }

  /// Degrees Celsius.
  static double celsius(double fine) {
    return fine / 5120.0;
  }

  /// Pascal; NaN where the calibration makes no sense.
  double pascal(int rawPressure, double fine) {
    double one = fine / 2.0 - 64000.0;
    double two = one * one * p6 / 32768.0;
    two = two + one * p5 * 2.0;
    two = two / 4.0 + p4 * 65536.0;
    one = (p3 * one * one / 524288.0 + p2 * one) / 524288.0;
    one = (1.0 + one / 32768.0) * p1;
    if (one == 0) {
      return Double.NaN;
    }
    double pressure = 1048576.0 - rawPressure;
    pressure = (pressure - two / 4096.0) * 6250.0 / one;
    one = p9 * pressure * pressure / 2147483648.0;
    two = pressure * p8 / 32768.0;
    return pressure + (one + two + p7) / 16.0;
  }

  /// Relative humidity, 0 to 100 %.
  double percent(int rawHumidity, double fine) {
    double h = fine - 76800.0;
    h =
        (rawHumidity - (h4 * 64.0 + h5 / 16384.0 * h))
            * (h2 / 65536.0 * (1.0 + h6 / 67108864.0 * h * (1.0 + h3 / 67108864.0 * h)));
    h = h * (1.0 - h1 * h / 524288.0);
    return Math.clamp(h, 0, 100);
  }
}
