package vn.binhduong.gateway.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `devices`: what each device does and what it measured last.
///
/// @param devices in the order of the configuration; refused ones too
public record Devices(List<Device> devices) {
  public Devices {
    devices = List.copyOf(devices);
  }

  /// One device. Ages are milliseconds before the answer was made.
  ///
  /// @param id its id
  /// @param driver type of its driver
  /// @param link link it is on; null when it needs none
  /// @param everyMillis period of polling
  /// @param identity maker, model and serial as far as the instrument tells; may be empty
  /// @param health its state
  /// @param sinceMillis age of that state
  /// @param message why; may be empty
  /// @param polls attempts made
  /// @param failures attempts that failed
  /// @param missed scheduled attempts skipped
  /// @param samples samples given on
  /// @param seq number of the last sample in the store; 0 before the first
  /// @param acknowledgedSeq highest number acknowledged without a hole below it
  /// @param values last reading of each channel
  public record Device(
      String id,
      String driver,
      @Nullable String link,
      long everyMillis,
      String identity,
      String health,
      long sinceMillis,
      String message,
      long polls,
      long failures,
      long missed,
      long samples,
      long seq,
      long acknowledgedSeq,
      List<Value> values) {
    public Device {
      values = List.copyOf(values);
    }
  }
}
