package vn.binhduong.gateway.driver;

import java.util.List;

/// One open device. It only reads, or throws: threads, schedule, deadlines, retry and health belong
/// to the host.
///
/// All methods but [#close()] are called from one thread. `close` may come from another thread
/// while a call is blocked; interrupting that thread or closing the link must end the call within a
/// second.
public sealed interface Driver extends AutoCloseable permits PolledDriver, EventDriver {
  /// The channels this device may emit; fixed for its lifetime, names unique.
  List<Channel> channels();

  /// What the instrument says of itself; shown to people and published in the birth message.
  default Identity identity() {
    return Identity.UNKNOWN;
  }

  /// Releases everything the driver holds, but not its link. Idempotent; never throws.
  @Override
  void close();

  /// What an instrument says of itself; empty where it does not tell.
  ///
  /// @param maker name of the maker
  /// @param model name of the model
  /// @param serial serial number
  /// @param version version of its firmware
  record Identity(String maker, String model, String serial, String version) {
    /// An instrument that tells nothing.
    public static final Identity UNKNOWN = new Identity("", "", "", "");
  }
}
