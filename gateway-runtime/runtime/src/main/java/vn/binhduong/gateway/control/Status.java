package vn.binhduong.gateway.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `status`. Ages are milliseconds before the answer was made.
///
/// @param gateway id of the gateway
/// @param version version of the program
/// @param profile `production` or `demo`
/// @param boot boot id of the machine
/// @param uptimeMillis how long the process has been running
/// @param configuration which configuration runs
/// @param clock how time is known
/// @param store what is on disk
/// @param uplink the way to the IOC
/// @param health every component with its state
public record Status(
    String gateway,
    String version,
    String profile,
    String boot,
    long uptimeMillis,
    Configuration configuration,
    Clock clock,
    Store store,
    Uplink uplink,
    List<Health> health) {
  public Status {
    health = List.copyOf(health);
  }

  /// Which configuration runs.
  ///
  /// @param file the file
  /// @param lastGood whether the last good copy runs because the file cannot be used
  /// @param problems mistakes, one line each
  public record Configuration(String file, boolean lastGood, List<String> problems) {
    public Configuration {
      problems = List.copyOf(problems);
    }
  }

  /// How time is known.
  ///
  /// @param state SYNCED, ESTIMATED or UNSYNCED
  /// @param epochMillis wall time of the answer, milliseconds since 1970
  /// @param offsetMillis how far the system clock stood from the time the gateway keeps; null when
  ///   unknown
  /// @param source what says that the clock is right
  public record Clock(String state, long epochMillis, @Nullable Long offsetMillis, String source) {}

  /// What is on disk.
  ///
  /// @param epoch epoch of the store
  /// @param directory where it stands
  /// @param bytes all its files
  /// @param budgetBytes what they may take
  /// @param segments files of the log
  /// @param entries entries committed since the start
  /// @param queueBytes waiting for the next commit
  /// @param backlog entries not yet delivered
  /// @param commitIntervalMillis samples are committed at least this often
  /// @param longestCommitMillis longest time since the start from when a commit was due until it
  ///   was durable, the one under way included; with the interval the most that a power cut can
  ///   take
  /// @param longestWindowMillis of the channels that are condensed over windows: the longest; a
  ///   power cut also takes what an open one gathered; 0 when there is none
  /// @param overruns entries refused because the queue was full, ever
  /// @param trouble what hinders it; empty when nothing does
  public record Store(
      String epoch,
      String directory,
      long bytes,
      long budgetBytes,
      int segments,
      long entries,
      long queueBytes,
      long backlog,
      long commitIntervalMillis,
      long longestCommitMillis,
      long longestWindowMillis,
      long overruns,
      String trouble) {}

  /// The way to the IOC.
  ///
  /// @param state state of the connection
  /// @param text that in one sentence
  /// @param broker its address
  /// @param sinceMillis age of that state; null when unknown
  /// @param inFlight messages sent and not acknowledged
  /// @param acknowledged samples and events acknowledged since the start
  /// @param ratePerSecond samples acknowledged a second, over the last seconds
  /// @param bytesSent bytes sent since the start
  /// @param connects connections made since the start
  /// @param drainMillis until the backlog is drained, estimated; null when it does not shrink
  /// @param hindrance why that is unknown; empty when it is known
  /// @param lastError why there is no connection, or what hinders it; empty when it is well
  public record Uplink(
      String state,
      String text,
      String broker,
      @Nullable Long sinceMillis,
      int inFlight,
      long acknowledged,
      double ratePerSecond,
      long bytesSent,
      long connects,
      @Nullable Long drainMillis,
      String hindrance,
      String lastError) {}

  /// One component of the health board.
  ///
  /// @param component `device/<id>`, `link/<name>`, `store`, `uplink` ...
  /// @param state its state
  /// @param sinceMillis age of that state
  /// @param message why; may be empty
  public record Health(String component, String state, long sinceMillis, String message) {}
}
