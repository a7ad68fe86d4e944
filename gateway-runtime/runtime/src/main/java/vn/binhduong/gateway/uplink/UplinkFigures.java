package vn.binhduong.gateway.uplink;

import java.util.Optional;
import java.util.OptionalLong;

/// What the uplink measured of itself since it was started; an immutable snapshot.
///
/// @param state where it stands with the broker
/// @param text that in one sentence for people
/// @param failure why there is no connection, or what hinders it; empty when it is well
/// @param warning what is not as it should be although it works, such as a key that others can read
/// @param onlineMillis how long the connection has been up, milliseconds; empty without one
/// @param inFlight messages sent and not acknowledged
/// @param inFlightBytes bytes of those
/// @param messagesSent messages published, of every class
/// @param messagesAcked messages acknowledged with success
/// @param samplesAcked samples and events acknowledged with success
/// @param bytesSent bytes published, headers included, as counted before TLS
/// @param unheard messages the broker took although nobody listens (0x10)
/// @param refusals messages the broker refused with a reason code
/// @param quarantined samples given up with a gap record
/// @param attempts connections tried
/// @param connects connections made
/// @param backlog entries that wait in the store, live ones included
/// @param drain when the backlog will be gone, or why it does not go
/// @param month how a metered link stands with its month; empty when it is not metered
/// @param deniedTopics topics the broker does not allow, comma separated; empty when none
/// @param commands commands carried out
/// @param commandsRefused commands refused
public record UplinkFigures(
    LinkState state,
    String text,
    Optional<Failure> failure,
    Optional<String> warning,
    OptionalLong onlineMillis,
    int inFlight,
    long inFlightBytes,
    long messagesSent,
    long messagesAcked,
    long samplesAcked,
    long bytesSent,
    long unheard,
    long refusals,
    long quarantined,
    long attempts,
    long connects,
    long backlog,
    DrainState drain,
    Optional<MonthFigures> month,
    String deniedTopics,
    long commands,
    long commandsRefused) {}
