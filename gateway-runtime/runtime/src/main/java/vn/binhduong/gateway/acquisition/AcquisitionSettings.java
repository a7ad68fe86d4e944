package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// How acquisition treats devices that fail. The retry times grow by doubling from the first to the
/// longest, with jitter.
///
/// @param retryFirst after the first failure of a device or link that does not answer
/// @param retryLongest upper bound of that
/// @param protocolRetryFirst after the second answer in a row that was not understood
/// @param protocolRetryLongest upper bound of that
/// @param misconfiguredRetry for a device that can never work as configured
/// @param grace how long a call may take to end after it was interrupted and its link closed
public record AcquisitionSettings(
    @Option(
            doc = "Wait after the first failure of a device or link that does not answer.",
            fallback = "1s",
            min = "10ms",
            max = "10min")
        Duration retryFirst,
    @Option(
            doc = "Longest wait between two attempts at a device or link that does not answer.",
            fallback = "1min",
            min = "10ms",
            max = "1h")
        Duration retryLongest,
    @Option(
            doc = "Wait after the second answer in a row that could not be understood.",
            fallback = "5s",
            min = "10ms",
            max = "10min")
        Duration protocolRetryFirst,
    @Option(
            doc = "Longest wait between two attempts at a device that is not understood.",
            fallback = "5min",
            min = "10ms",
            max = "1h")
        Duration protocolRetryLongest,
    @Option(
            doc = "Wait between two attempts at a device that cannot work as it is configured.",
            fallback = "10min",
            min = "10ms",
            max = "24h")
        Duration misconfiguredRetry,
    @Option(
            doc = "How long an overdue call may take to end once its link has been closed.",
            fallback = "1s",
            min = "10ms",
            max = "10s")
        Duration grace) {

  /// The settings used where the file says nothing.
  public static final AcquisitionSettings DEFAULTS =
      new AcquisitionSettings(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofSeconds(1));
}
