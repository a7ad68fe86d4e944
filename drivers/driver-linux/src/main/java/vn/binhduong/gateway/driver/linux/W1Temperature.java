package vn.binhduong.gateway.driver.linux;

/// What one conversion of a 1-Wire thermometer means.
sealed interface W1Temperature {
  /// It measured.
  ///
  /// @param value degrees Celsius, -55 to 125
  record Celsius(double value) implements W1Temperature {}

  /// It answered, and the answer says that it did not measure.
  ///
  /// @param why what was found and what that means
  record Invalid(String why) implements W1Temperature {}
}
