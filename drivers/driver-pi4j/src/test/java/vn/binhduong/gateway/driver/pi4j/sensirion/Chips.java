package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.time.Duration;

/// Healthy chips, and settings with which they work.
final class Chips {
  static final Scd4xSettings SCD4X = new Scd4xSettings(25, true, Duration.ofSeconds(2));
  static final Sps30Settings SPS30 =
      new Sps30Settings(Duration.ofSeconds(30), Duration.ofSeconds(2));
  static final Sen5xSettings SEN5X =
      new Sen5xSettings(Duration.ofSeconds(60), Duration.ofSeconds(2));

  private Chips() {}

  static SensirionChip sht3x() {
    return new SensirionChip().on(0x3780, 0x0A1B, 0x2C3D).on(0x2400, 0x6667, 0x5EB9);
  }

  static SensirionChip sht4x() {
    return new SensirionChip().on(0x89, 0x0A1B, 0x2C3D).on(0xFD, 0x6667, 0x5EB9);
  }

  /// Measures the example of its datasheet.
  static SensirionChip scd4x() {
    return new SensirionChip()
        .on(0x3682, 0xF896, 0x9F07, 0x3BBE)
        .on(0xE4B8, 0x8006)
        .on(0xEC05, 0x01F4, 0x6667, 0x5EB9)
        .startedBy(0x21B1, 0xE4B8, 0xEC05);
  }

  static SensirionChip sgp41() {
    return new SensirionChip()
        .on(0x3682, 0x0000, 0x0102, 0xA0B1)
        .on(0x280E, 0xD400)
        .on(0x2612, 0x7531)
        .on(0x2619, 0x7532, 0x4E21);
  }

  static SensirionChip sps30() {
    return new SensirionChip()
        .on(0xD033, SensirionChip.text("A0B1C2D3E4F5", 16))
        .on(0xD100, 0x0203)
        .on(0xD206, 0, 0)
        .on(0x0202, 1)
        .on(
            0x0300,
            SensirionChip.floats(
                9.25f, 11.5f, 12.75f, 13.5f, 61.25f, 70.5f, 71.25f, 71.5f, 71.625f, 0.5625f))
        .startedBy(0x0010, 0x0202, 0x0300);
  }

  static SensirionChip sen55() {
    return sen5x("SEN55");
  }

  static SensirionChip sen5x(String name) {
    return new SensirionChip()
        .on(0xD014, SensirionChip.text(name, 16))
        .on(0xD033, SensirionChip.text("1A2B3C4D", 16))
        .on(0xD100, 0x0201, 0, 0, 0)
        .on(0xD206, 0, 0)
        .on(0x0202, 1)
        .on(0x03C4, 93, 115, 127, 135, 6155, 5017, 1050, 10)
        .startedBy(0x0021, 0x0202, 0x03C4);
  }
}
