package vn.binhduong.gateway.uplink;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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
        Optional.empty(),
        OptionalLong.empty(),
        0,
        0,
        0,
        DrainState.not("not started"),
        null,
        "");
  }

  /// @param warning what is not as it should be although it works
  /// @param backlog entries that are pending in the store
  /// @param month how a metered link stands; null when it is not metered
  UplinkFigures of(
      Conversation conversation,
      Optional<String> warning,
      long backlog,
      @Nullable MonthFigures month,
      long now) {
    LinkState state = conversation.state();
    OptionalLong online = conversation.onlineNanos(now);
    return figures(
        state,
        warning.map(w -> text(conversation, now) + "; " + w).orElse(text(conversation, now)),
        Optional.ofNullable(conversation.failure()),
        warning,
        online.isPresent() ? OptionalLong.of(online.getAsLong() / 1_000_000L) : online,
        conversation.outbox().inFlight().size(),
        conversation.outbox().inFlight().bytes(),
        backlog,
        drain(conversation, backlog, now),
        month,
        String.join(",", conversation.outbox().denied()));
  }

  private DrainState drain(Conversation conversation, long backlog, long now) {
    if (conversation.state() != LinkState.ONLINE) {
      drainRate.reset();
      return backlog == 0 ? DrainState.NONE : DrainState.not(text(conversation, now));
    }
    String hindrance = backlog == 0 ? "" : conversation.outbox().historyHindrance();
    if (backlog == 0 || !hindrance.isEmpty() || !conversation.outbox().historyWaits()) {
      drainRate.reset();
      return hindrance.isEmpty() ? DrainState.NONE : DrainState.not(hindrance);
    }
    drainRate.observe(backlog, now);
    OptionalLong millis = drainRate.millisFor(backlog);
    if (millis.isPresent()) {
      return DrainState.in(millis.getAsLong());
    }
    return DrainState.not(
        drainRate.perSecond() < 0
            ? "it grows by %.1f entries a second".formatted(-drainRate.perSecond())
            : "not known yet how fast");
  }

  private String text(Conversation conversation, long now) {
    String address = settings.address();
    Failure failure = conversation.failure();
    List<String> denied = conversation.outbox().denied();
    return switch (conversation.state()) {
      case IDLE -> "not started";
      case CONNECTING, GREETING ->
          failure == null
              ? "connecting to " + address
              : failure.text() + refused(denied) + "; trying again now";
      case ONLINE ->
          denied.isEmpty()
              ? "connected to " + address
              : "connected to %s, which refuses %s".formatted(address, String.join(", ", denied));
      case WAITING ->
          "%s%s; next attempt in %d s"
              .formatted(
                  failure == null ? "not connected" : failure.text(),
                  refused(denied),
                  (conversation.waitNanos(now) + 999_999_999L) / 1_000_000_000L);
      case CLOSED -> "closed";
    };
  }

  private static String refused(List<String> denied) {
    return denied.isEmpty() ? "" : "; it refused " + String.join(", ", denied);
  }

  private UplinkFigures figures(
      LinkState state,
      String text,
      Optional<Failure> failure,
      Optional<String> warning,
      OptionalLong onlineMillis,
      int inFlight,
      long inFlightBytes,
      long backlog,
      DrainState drain,
      @Nullable MonthFigures month,
      String denied) {
    return new UplinkFigures(
        state,
        text,
        failure,
        warning,
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
        tally.attempts,
        tally.connects,
        backlog,
        drain,
        Optional.ofNullable(month),
        denied,
        tally.commands,
        tally.commandsRefused);
  }
}
