package vn.binhduong.gateway.driver.mqtt;

/// Something that goes wrong with messages, counted, and whether it does so now: a log that tells
/// its changes of state stays short whatever comes in. For one thread.
final class Trouble {
  /// Messages in a row without it, until it counts as over: two sources on one topic, one of them
  /// broken, must not fill the log by turns.
  static final int OVER_AFTER_MESSAGES = 10;

  private long count;
  private int without;
  private boolean present;

  /// It happened this often.
  ///
  /// @return whether it began with this
  boolean happened(long times) {
    boolean began = !present;
    count += times;
    without = 0;
    present = true;
    return began;
  }

  /// A message came without it.
  ///
  /// @return whether it is over with this
  boolean stayedAway() {
    if (!present || ++without < OVER_AFTER_MESSAGES) {
      return false;
    }
    present = false;
    return true;
  }

  /// How often it happened.
  long count() {
    return count;
  }
}
