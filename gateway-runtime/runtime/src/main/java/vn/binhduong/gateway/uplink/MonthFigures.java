package vn.binhduong.gateway.uplink;

/// How a metered link stands with its month. Bytes are those of the connection to the broker in
/// both directions, with allowances for TLS, TCP and IP.
///
/// @param budgetBytes of the month
/// @param usedBytes of it so far
/// @param dayHistoryBytes backlog sent today
/// @param dayShareBytes backlog that may be sent today
/// @param otherPerDayBytes what everything but backlog takes in a day, as measured
/// @param endMillis when the month ends, milliseconds since 1970
/// @param state OPEN, DAY_USED, SHORT or USED_UP
/// @param hindrance why no backlog goes, in one sentence; empty when it may
public record MonthFigures(
    long budgetBytes,
    long usedBytes,
    long dayHistoryBytes,
    long dayShareBytes,
    long otherPerDayBytes,
    long endMillis,
    String state,
    String hindrance) {}
