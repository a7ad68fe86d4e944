package vn.binhduong.gateway.driver.testkit;

import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;

/// Opens the link of the device under test; called anew before each opening of the device, on its
/// thread, as the host does.
@FunctionalInterface
public interface LinkSource {
  /// Opens the link.
  Link open() throws DriverException, InterruptedException;
}
