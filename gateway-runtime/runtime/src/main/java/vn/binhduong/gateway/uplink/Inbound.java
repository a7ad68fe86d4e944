package vn.binhduong.gateway.uplink;

import org.jspecify.annotations.Nullable;

/// One PUBLISH, down.
///
/// @param topic full topic name
/// @param payload what it carries; cut to nothing when `payloadBytes` is above the limit
/// @param payloadBytes how long the payload was when it arrived
/// @param retained whether it was kept by the broker
/// @param expirySeconds Message Expiry Interval; null when there was none
/// @param responseTopic where an answer is wanted; null when none is
/// @param correlation Correlation Data; null when there was none
@SuppressWarnings("ArrayRecordComponent") // never compared nor printed
record Inbound(
    String topic,
    byte[] payload,
    int payloadBytes,
    boolean retained,
    @Nullable Long expirySeconds,
    @Nullable String responseTopic,
    byte @Nullable [] correlation) {}
