package vn.binhduong.gateway.driver;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Makes devices of one kind. Found with [java.util.ServiceLoader]; stateless; its constructor does
/// no I/O.
///
/// @param <C> the settings: a record whose components carry [Option]
public interface DriverFactory<C extends Record> {
  /// The name used in `gateway.yaml`, such as `pms5003`: 1 to 32 characters of `a-z 0-9 -`.
  String type();

  /// The settings record.
  Class<C> settings();

  /// What it reads, for people, such as `particulates: Plantower PMS5003 and its family`: one
  /// phrase of at most 80 characters; empty where it does not say.
  default String instrument() {
    return "";
  }

  /// How its devices reach their instrument. With it, a link that is missing, needless or of
  /// another kind is told when the configuration is read, and not by the first attempt to open.
  default Transport transport() {
    return new Transport.Unstated();
  }

  /// Every channel that a device of this kind can have, whatever its settings and its model; one
  /// device may have fewer, and narrower ranges. Empty where only the settings or the instrument
  /// tell them, or where the driver does not say.
  default List<Channel> channels() {
    return List.of();
  }

  /// What it was seen to work with; empty where nothing is claimed.
  default Set<Verification> verification() {
    return Set.of();
  }

  /// The speeds, in bits per second, that the instrument can have on a serial line with these
  /// settings; a link with another one is refused when the configuration is read. Pure; empty where
  /// the instrument can be set to others, or has no serial line.
  default Set<Integer> bauds(C settings) {
    return Set.of();
  }

  /// What a device takes for itself on its link, or on the board where it has none, in words: the
  /// registers of a Modbus unit, an I2C address. Two devices that claim the same there are a
  /// mistake of the configuration, and the second one does not run. Pure; empty where a link has
  /// nothing to share out.
  default Set<String> claims(C settings) {
    return Set.of();
  }

  /// The longest time that opening the device, or one poll, may take with these settings while all
  /// is well, such as a warm-up. The `deadline` of the device must be longer. Pure; zero where the
  /// usual deadline is always enough.
  default Duration longestCall(C settings) {
    return Duration.ZERO;
  }

  /// Opens one device, on the thread that will poll it, and proves that it is what the settings
  /// say, as far as the instrument allows.
  ///
  /// Called again for each attempt. Either returns a usable device or releases everything and
  /// throws.
  ///
  /// @throws DriverException when the device does not answer or is not what the settings say
  /// @throws InterruptedException when the host wants the thread back
  Driver open(C settings, DriverContext context) throws DriverException, InterruptedException;
}
