package vn.binhduong.gateway.driver.linux;

import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Reading;

/// What is read in one go: a file, or files that belong together.
interface Source {
  /// The channels it gives; fixed.
  List<Channel> channels();

  /// Reads once: one reading for each channel.
  ///
  /// @throws DriverException when it gave nothing that could be understood
  /// @throws InterruptedException when interrupted while the kernel reads
  List<Reading> read() throws DriverException, InterruptedException;
}
