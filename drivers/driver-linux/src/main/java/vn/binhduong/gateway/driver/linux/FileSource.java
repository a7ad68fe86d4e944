package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Reading;

/// One file that gives one or several channels.
///
/// @param channels what it gives
/// @param file where it is
/// @param meaning what its text means
record FileSource(List<Channel> channels, Path file, Meaning meaning) implements Source {
  /// What a text means. Pure.
  @FunctionalInterface
  interface Meaning {
    /// One reading for each channel.
    ///
    /// @param file where the text was found, for messages
    /// @throws DriverException PROTOCOL when it cannot be understood
    List<Reading> of(Path file, String text) throws DriverException;
  }

  @Override
  public List<Reading> read() throws DriverException, InterruptedException {
    return meaning.of(file, KernelFile.text(file));
  }
}
