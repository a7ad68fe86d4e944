package vn.binhduong.gateway.uplink;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes the figures of the uplink. For the uplink thread.
final class Reporter {
  private final UplinkSettings settings;
  private final Tally tally;
  private final DrainRate drainRate = new DrainRate();

  Reporter(UplinkSettings settings, Tally tally) {
    this.settings = settings;
    this.tally = tally;
  }

  /// The figures before the first turn.
  UplinkFigures idle() {
    return figures(
        LinkState.IDLE,
        "not started",
        Optional.empty(),
        OptionalLong.empty(),
        0,
        0,
        0,
        OptionalLong.empty(),
        "");
  }

  /// @param backlog entries that are pending in the store
  UplinkFigures of(Conversation conversation, long backlog, long now) {
    LinkState state = conversation.state();
    OptionalLong drain = OptionalLong.empty();
    if (state == LinkState.ONLINE) {
      drainRate.observe(backlog, now);
      drain = conversation.historyWaits() ? drainRate.millisFor(backlog) : OptionalLong.of(0);
    } else {
      drainRate.reset();
    }
    OptionalLong online = conversation.onlineNanos(now);
    return figures(
        state,
        text(conversation, now),
        Optional.ofNullable(conversation.failure()),
        online.isPresent() ? OptionalLong.of(online.getAsLong() / 1_000_000L) : online,
        conversation.inFlight().size(),
        conversation.inFlight().bytes(),
        backlog,
        drain,
        String.join(",", conversation.denied()));
  }

  private String text(Conversation conversation, long now) {
    String address = settings.address();
    Failure failure = conversation.failure();
    return switch (conversation.state()) {
      case IDLE -> "not started";
      case CONNECTING -> "connecting to " + address;
      case GREETING -> "greeting " + address;
      case ONLINE -> {
        List<String> denied = conversation.denied();
        yield denied.isEmpty()
            ? "connected to " + address
            : "connected to %s, which refuses %s".formatted(address, String.join(", ", denied));
      }
      case WAITING ->
          "%s; next attempt in %d s"
              .formatted(
                  failure == null ? "not connected" : failure.text(),
                  (conversation.waitNanos(now) + 999_999_999L) / 1_000_000_000L);
      case CLOSED -> "closed";
    };
  }

  private UplinkFigures figures(
      LinkState state,
      String text,
      Optional<Failure> failure,
      OptionalLong onlineMillis,
      int inFlight,
      long inFlightBytes,
      long backlog,
      OptionalLong drainMillis,
      String denied) {
    return new UplinkFigures(
        state,
        text,
        failure,
        onlineMillis,
        inFlight,
        inFlightBytes,
        tally.messagesSent,
        tally.messagesAcked,
        tally.samplesAcked,
        tally.bytesSent,
        tally.unheard,
        tally.refusals,
        tally.quarantined,
        tally.connects,
        backlog,
        drainMillis,
        denied,
        tally.commands,
        tally.commandsRefused);
  }
}
