package vn.binhduong.gateway.store;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// How the store commits, how much it may hold and for how long.
///
/// @param commitInterval samples are committed at least this often; the bound of what a power cut
///   can take
/// @param budgetMib all files of the data directory together, MiB
/// @param segmentMib size at which a segment is sealed, MiB; at most 1/16 of the budget is used
/// @param segmentAge age at which a segment is sealed
/// @param queueKib bound of what waits for a commit, KiB
/// @param retention how long delivered data is kept
/// @param freeFloorMib free space of the file system below which data is dropped, MiB
public record StoreSettings(
    @Option(
            doc =
                "Samples are committed to disk at least this often; a power cut can take what came since.",
            fallback = "1s",
            min = "10ms",
            max = "60s")
        Duration commitInterval,
    @Option(
            doc = "Space that all files of the store together may take, MiB.",
            fallback = "4096",
            min = "16",
            max = "1048576")
        int budgetMib,
    @Option(
            doc =
                "Size at which a segment file is closed for good, MiB; never more than 1/16 of the budget."
                    + " The one that was open at a crash is read into memory at the next start.",
            fallback = "16",
            min = "1",
            max = "16")
        int segmentMib,
    @Option(
            doc = "Age at which a segment file is closed for good.",
            fallback = "6h",
            min = "1min",
            max = "7d")
        Duration segmentAge,
    @Option(
            doc =
                "Memory for what waits to be committed, KiB; when it is full, new samples are refused and counted.",
            fallback = "8192",
            min = "64",
            max = "262144")
        int queueKib,
    @Option(
            doc = "How long delivered data is kept on the device while there is space.",
            fallback = "60d",
            min = "1h",
            max = "3650d")
        Duration retention,
    @Option(
            doc = "Free space the file system must keep, MiB; below it the oldest data is deleted.",
            fallback = "128",
            min = "0",
            max = "1048576")
        int freeFloorMib) {

  /// What stands in the sample file.
  public static final StoreSettings DEFAULTS =
      new StoreSettings(
          Duration.ofSeconds(1), 4096, 16, Duration.ofHours(6), 8192, Duration.ofDays(60), 128);

  public StoreSettings {
    if (commitInterval.isNegative() || commitInterval.isZero()) {
      throw new IllegalArgumentException(
          "commit-interval: expected more than 0, found " + commitInterval);
    }
    atLeast("budget-mib", budgetMib, 1);
    atLeast("segment-mib", segmentMib, 1);
    atLeast("queue-kib", queueKib, 1);
    atLeast("free-floor-mib", freeFloorMib, 0);
  }

  /// Bytes all files together may take.
  public long budgetBytes() {
    return (long) budgetMib << 20;
  }

  /// Bytes at which a segment is sealed.
  public long segmentBytes() {
    return Math.min((long) segmentMib << 20, budgetBytes() / 16);
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: expected at least %d, found %d".formatted(key, least, value));
    }
  }
}
