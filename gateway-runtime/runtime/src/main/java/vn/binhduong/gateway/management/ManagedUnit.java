package vn.binhduong.gateway.management;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What object 3 says of this unit; filled by the composition root. Every method gives a picture of
/// now and never waits. What is not known is empty.
public interface ManagedUnit {
  /// Who made it, as the board says.
  Optional<String> manufacturer();

  /// What kind of unit it is, as the board says.
  Optional<String> model();

  /// Serial number of the board.
  Optional<String> serial();

  /// Version of the program.
  String version();

  /// Version of the operating system.
  Optional<String> system();

  /// The file system of the data directory.
  Optional<Storage> storage();

  /// What is wrong now, by kind; empty when nothing is.
  List<Fault> faults();

  /// Wall time, as well as it is known.
  Instant now();

  /// The time zone of the unit.
  ZoneId zone();

  /// Room for data.
  ///
  /// @param freeBytes what is left
  /// @param totalBytes what there is
  record Storage(long freeBytes, long totalBytes) {
    public Storage {
      if (freeBytes < 0 || totalBytes < freeBytes) {
        throw new IllegalArgumentException(
            "storage: expected 0 <= free <= total, found %d and %d"
                .formatted(freeBytes, totalBytes));
      }
    }
  }

  /// What can be wrong, with its code (OMA object 3, resource 11: 0 to 15 standard, 16 to 32 for
  /// the maker).
  enum Fault {
    /// A sensor or a link of sensors does not work.
    PERIPHERAL(8),
    /// The store cannot write.
    STORE(16),
    /// There is no way to the IOC.
    UPLINK(17),
    /// The configuration file cannot be used.
    CONFIGURATION(18);

    private final int code;

    Fault(int code) {
      this.code = code;
    }

    /// The code on the wire.
    public int code() {
      return code;
    }
  }
}
