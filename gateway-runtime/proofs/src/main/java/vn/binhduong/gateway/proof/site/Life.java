package vn.binhduong.gateway.proof.site;

import java.time.Duration;

/// One life of the gateway process that was ended by force. Times are milliseconds since 1970.
///
/// @param startMillis when it was started
/// @param signalMillis when SIGKILL was sent
/// @param goneMillis when it was gone
/// @param commitInterval it was configured with
/// @param longestMillis the longest commit it told, up to the signal: the figure it told last, and
///   the time from the question to the signal, by which a commit under way can have grown; -1 when
///   it had told none yet
public record Life(
    long startMillis,
    long signalMillis,
    long goneMillis,
    Duration commitInterval,
    long longestMillis) {}
