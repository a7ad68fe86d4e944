package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;

/// A chip of a class of the kernel: a directory with a file `name`. The number in the name of the
/// directory may change with each boot, so a chip is looked for by what it is called, and where
/// several are called the same, by where it sits.
///
/// @param directory such as `/sys/bus/iio/devices/iio:device0`
/// @param name the text of its file `name`, such as `bme280`
record Chip(Path directory, String name) {
  /// Looks for the one chip that is meant.
  ///
  /// @param all directory of the class, such as `/sys/bus/iio/devices`
  /// @param prefix how the directories of its chips begin
  /// @param name the name of the chip
  /// @param device name of its directory or of one that the directory lies in (`1-0076`: the chip
  ///   with address 0x76 on I2C bus 1); null where there is only one
  /// @throws DriverException UNAVAILABLE when there is none, MISCONFIGURED when there are several
  static Chip find(Path all, String prefix, String name, @Nullable String device)
      throws DriverException, InterruptedException {
    List<Path> directories = KernelFile.entries(all, entry -> entry.startsWith(prefix));
    List<String> others = new ArrayList<>();
    List<Path> found = new ArrayList<>();
    for (Path directory : directories) {
      Optional<String> called = KernelFile.word(directory.resolve("name"));
      if (called.isEmpty()) {
        continue;
      }
      if (called.get().equals(name) && (device == null || sitsAt(directory, device))) {
        found.add(directory);
      } else {
        others.add(KernelText.shown(called.get()) + " at " + place(directory));
      }
    }
    if (found.isEmpty()) {
      throw DriverException.unavailable(
          "%s: expected the chip '%s'%s, found %s"
              .formatted(
                  all,
                  name,
                  device == null ? "" : " at " + device,
                  others.isEmpty() ? "no chip" : String.join(", ", others)));
    }
    if (found.size() > 1) {
      throw DriverException.misconfigured(
          "%s: expected one chip '%s', found %d: set 'device' to choose one of %s"
              .formatted(all, name, found.size(), found.stream().map(Chip::place).toList()));
    }
    return new Chip(found.getFirst(), name);
  }

  /// Throws when another chip has taken the directory of this one, as after replugging.
  void prove() throws DriverException, InterruptedException {
    String now = KernelFile.text(directory.resolve("name")).strip();
    if (!now.equals(name)) {
      throw DriverException.unavailable(
          "%s: expected the chip '%s', found %s".formatted(directory, name, KernelText.shown(now)));
    }
  }

  /// Takes those of its channels that the settings name, in their order; all where none is named.
  ///
  /// @param has one source per channel
  /// @throws DriverException MISCONFIGURED when a named one is not there; UNAVAILABLE when the chip
  ///   has none, or none yet
  List<Source> chosen(List<Source> has, List<String> wanted) throws DriverException {
    if (has.isEmpty()) {
      // Perhaps not yet: the kernel makes the directory first and the files in it afterwards.
      throw DriverException.unavailable(
          "%s: expected channels that are known, found none".formatted(directory));
    }
    List<String> names =
        has.stream().flatMap(source -> source.channels().stream()).map(Channel::name).toList();
    List<Source> chosen = new ArrayList<>();
    for (String channel : wanted) {
      int index = names.indexOf(channel);
      if (index < 0) {
        throw DriverException.misconfigured(
            "channels: expected some of %s, found '%s'".formatted(names, channel));
      }
      chosen.add(has.get(index));
    }
    return wanted.isEmpty() ? has : chosen;
  }

  private static boolean sitsAt(Path directory, String device) {
    if (KernelFile.nameOf(directory).equals(device)) {
      return true;
    }
    for (Path part : real(directory)) {
      if (part.toString().equals(device)) {
        return true;
      }
    }
    return false;
  }

  /// The directory and what it hangs on, `1-0076/iio:device0`; for hwmon the bus device is two up.
  private static String place(Path directory) {
    Path real = real(directory);
    int parts = real.getNameCount();
    return real.subpath(Math.max(0, parts - 3), parts).toString();
  }

  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException gone) {
      return directory;
    }
  }
}
