package vn.binhduong.gateway.acquisition;

import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;

/// What an open device said of itself, for the birth message and for people.
///
/// @param device its id
/// @param driver type of its driver
/// @param identity what the instrument says of itself
/// @param polled whether it is asked with a period; false when it speaks by itself
/// @param channels what it may emit
public record DeviceInfo(
    String device,
    String driver,
    Driver.Identity identity,
    boolean polled,
    List<Channel> channels) {
  public DeviceInfo {
    channels = List.copyOf(channels);
  }
}
