package vn.binhduong.gateway.driver.serial.plantower;

/// A model of the family, by what its data frame holds.
public enum PmsModel {
  /// PMS3003 and G3: concentrations only.
  PMS3003(9),
  /// PMS5003, PMS7003 and PMSA003: concentrations and counts.
  PMS5003(13),
  /// PMS5003ST: also formaldehyde, temperature and humidity.
  PMS5003ST(17);

  private final int words;

  PmsModel(int words) {
    this.words = words;
  }

  /// Number of 16-bit words of data in a frame, without the check code.
  int words() {
    return words;
  }
}
