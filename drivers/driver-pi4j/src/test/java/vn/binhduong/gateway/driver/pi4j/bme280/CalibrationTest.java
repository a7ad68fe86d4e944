package vn.binhduong.gateway.driver.pi4j.bme280;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final Calibration DATA_SHEET =
      new Calibration(
          27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000, 75, 361, 0,
          313, -50, 30);

  // The example of the BMP280 data sheet, §3.12: 25.08 degrees and 100653.27 Pa.
  @Test
  void theExampleOfTheDataSheetIsReached() {
    double fine = DATA_SHEET.fine(519_888);
    assertThat(Math.floor(fine)).isEqualTo(128_422);
    assertThat(Math.rint(Calibration.celsius(fine) * 100) / 100).isEqualTo(25.08);
    assertThat(DATA_SHEET.pascal(415_148, fine)).isEqualTo(100_653.27, within(0.02));
  }

  // The data sheet gives the same in 64-bit whole numbers (§8.2): an independent way to the same
  // humidity. Every raw value of the range.
  @Test
  void humidityIsThatOfTheWholeNumbersOfTheDataSheet() {
    double fine = DATA_SHEET.fine(519_888);
    for (int raw = 0; raw <= 0xFFFF; raw++) {
      assertThat(DATA_SHEET.percent(raw, fine))
          .as("raw %d", raw)
          .isEqualTo(wholeNumbers(raw, 128_422), within(0.02));
    }
  }

  /// BME280 data sheet 1.6, §4.2.3: humidity in Q22.10.
  private static double wholeNumbers(int raw, int fine) {
    int v = fine - 76800;
    int one = ((raw << 14) - (313 << 20) - (-50 * v) + 16384) >> 15;
    int two = (((v * 30) >> 10) * (((v * 0) >> 11) + 32768)) >> 10;
    v = one * (((two + 2097152) * 361 + 8192) >> 14);
    v = v - (((((v >> 15) * (v >> 15)) >> 7) * 75) >> 4);
    v = Math.clamp(v, 0, 419_430_400);
    return (v >> 12) / 1024.0;
  }

  // H4 and H5 share a byte and are signed: drivers often get them wrong.
  @Test
  void signsAndSharedBytesAreRead() {
    byte[] first = new byte[26];
    first[0] = (byte) 0xFF;
    first[1] = (byte) 0xFF;
    first[2] = (byte) 0xFE;
    first[3] = (byte) 0xFF;
    first[25] = (byte) 0xFF;
    byte[] second = {0x69, (byte) 0xFF, (byte) 0x80, (byte) 0x81, 0x53, (byte) 0x92, (byte) 0xE2};
    Calibration calibration = Calibration.of(first, second);
    assertThat(calibration.t1()).isEqualTo(65535);
    assertThat(calibration.t2()).isEqualTo(-2);
    assertThat(calibration.h1()).isEqualTo(255);
    assertThat(calibration.h2()).isEqualTo(-151);
    assertThat(calibration.h3()).isEqualTo(128);
    assertThat(calibration.h4()).isEqualTo(-127 * 16 + 3);
    assertThat(calibration.h5()).isEqualTo(-110 * 16 + 5);
    assertThat(calibration.h6()).isEqualTo(-30);
  }
}
