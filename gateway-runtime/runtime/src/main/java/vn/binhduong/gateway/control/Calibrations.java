package vn.binhduong.gateway.control;

import java.util.List;

/// The answer to `calibrations`.
///
/// @param instruments one for each device, in the order of the configuration
public record Calibrations(List<Instrument> instruments) {
  public Calibrations {
    instruments = List.copyOf(instruments);
  }

  /// The instrument that stands at a device.
  ///
  /// @param device its id
  /// @param serial empty when nobody tells it
  /// @param date day of the calibration in use; empty when there is none
  /// @param due day the next is due, of its channels the first; empty when not known
  /// @param certificate number of the certificate; may be empty
  /// @param corrections what is done to the values, a line for each channel
  /// @param unused why the calibration, or a part of it, is not used; empty when all of it is
  /// @param leftMillis how long readings are still marked; 0 when nobody works on it
  /// @param by who works on it; empty when nobody does
  /// @param points taken so far
  public record Instrument(
      String device,
      String serial,
      String date,
      String due,
      String certificate,
      List<String> corrections,
      String unused,
      long leftMillis,
      String by,
      List<Point> points) {
    public Instrument {
      corrections = List.copyOf(corrections);
      points = List.copyOf(points);
    }
  }

  /// What an instrument showed while the truth was known.
  ///
  /// @param channel the channel
  /// @param shown mean, uncorrected
  /// @param reference the truth
  /// @param deviation standard deviation of what it showed
  /// @param samples how many it is the mean of
  public record Point(
      String channel, double shown, double reference, double deviation, int samples) {}
}
