package vn.binhduong.gateway.clock;

/// Tells whether the system clock is synchronised now. Asked on the clock's own thread only.
interface SyncSource {
  /// Whether the system clock is synchronised; a bounded time, never throws.
  boolean synchronised();

  /// Where the answer comes from, for people.
  String name();

  /// Takes the system clock as it is.
  static SyncSource trust() {
    return new SyncSource() {
      @Override
      public boolean synchronised() {
        return true;
      }

      @Override
      public String name() {
        return "trusted";
      }
    };
  }
}
