package vn.binhduong.gateway.driver.linux;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Reading;

/// The space of the file system that a directory lies on, in bytes, by statvfs(3).
///
/// @param directory on a local disk: a network disk that is gone would block the call
record DiskSource(Path directory) implements Source {
  @Override
  public List<Channel> channels() {
    return List.of(HostText.DISK_TOTAL, HostText.DISK_FREE);
  }

  @Override
  public List<Reading> read() throws DriverException {
    File file = directory.toFile();
    long total = file.getTotalSpace();
    if (total <= 0) {
      throw DriverException.unavailable(
          directory + ": expected a directory of a file system with a size, found none");
    }
    return List.of(
        HostText.DISK_TOTAL.reading((double) total),
        HostText.DISK_FREE.reading((double) file.getUsableSpace()));
  }
}
