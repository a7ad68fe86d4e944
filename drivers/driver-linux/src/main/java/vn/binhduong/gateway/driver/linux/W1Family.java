package vn.binhduong.gateway.driver.linux;

import java.util.Arrays;
import java.util.Optional;

/// The thermometers of the kernel module `w1_therm` that measure air, soil or water, by the family
/// code with which their id begins.
enum W1Family {
  /// DS18S20 and DS1820: half degrees, extended by a count.
  DS18S20("10"),
  /// DS1822: a DS18B20 of lower accuracy.
  DS1822("22"),
  /// DS18B20.
  DS18B20("28"),
  /// DS28EA00: a DS18B20 with sequence detection.
  DS28EA00("42");

  private final String code;

  W1Family(String code) {
    this.code = code;
  }

  /// The family of an id such as `28-000005e2fdc3`.
  static Optional<W1Family> of(String id) {
    return Arrays.stream(values()).filter(family -> id.startsWith(family.code + "-")).findFirst();
  }
}
