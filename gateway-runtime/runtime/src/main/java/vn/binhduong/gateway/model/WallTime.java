package vn.binhduong.gateway.model;

/// Wall time of a sample as it is sent.
///
/// @param epochMillis milliseconds since 1970
/// @param state how far it can be trusted
/// @param offset which clock offset it was computed with; samples of different offsets never share
///   a batch
public record WallTime(long epochMillis, ClockState state, long offset) {}
