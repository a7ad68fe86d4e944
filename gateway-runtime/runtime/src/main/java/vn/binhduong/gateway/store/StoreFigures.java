package vn.binhduong.gateway.store;

import java.util.Optional;

/// What the store measured of itself since it was opened.
///
/// @param commits blocks committed
/// @param entries entries committed
/// @param longestCommitMillis longest time from when a commit was due until it was durable, the one
///   under way included, milliseconds; with the commit interval it bounds what a power cut can take
/// @param blockBytes bytes of blocks committed, before what SQLite adds
/// @param queueBytes bytes waiting for a commit now
/// @param segments files of the log
/// @param storeBytes bytes of all files of the store at the last count
/// @param backlog entries neither acknowledged nor in a gap
/// @param overruns entries refused by the full queue, of all devices, ever
/// @param trouble what hinders the store now, in one sentence; empty when it is well
public record StoreFigures(
    long commits,
    long entries,
    long longestCommitMillis,
    long blockBytes,
    long queueBytes,
    int segments,
    long storeBytes,
    long backlog,
    long overruns,
    Optional<String> trouble) {}
