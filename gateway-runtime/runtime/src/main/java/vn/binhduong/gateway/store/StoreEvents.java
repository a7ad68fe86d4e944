package vn.binhduong.gateway.store;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Why;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;

/// What the store says of itself, in the words of the contract.
final class StoreEvents {
  private static final System.Logger LOG = System.getLogger(StoreEvents.class.getName());

  /// Files are in quarantine.
  static final String DAMAGE = "store.damage";

  /// Numbers of an epoch that has ended are still to be delivered.
  static final String EPOCH = "store.epoch";

  private static final int CAUSE_CHARACTERS_MAX = 200;

  private StoreEvents() {}

  /// A gap of one stream, as an event tells it.
  record Gap(StreamKey key, Range range, GapReason why) {}

  static Event gap(BootTime at, StreamKey key, Range range, GapReason why) {
    return event(
        at,
        new GatewayEvent.Gap(
            key.epoch(), key.device(), range.from(), range.to(), Why.valueOf(why.name())));
  }

  static Event event(BootTime at, GatewayEvent event) {
    return new Event(at, event.kind(), event.toJson());
  }

  /// A damaged file was put into quarantine.
  ///
  /// @param lost numbers declared lost with it and at the same time
  static Event damage(BootTime at, Quarantine.Taken taken, long lost) {
    return event(
        at,
        new GatewayEvent.Alarm(
            DAMAGE,
            lost > 0 ? GatewayEvent.Severity.CRITICAL : GatewayEvent.Severity.WARNING,
            true,
            null,
            sentence(
                "%s is damaged: %s; %s%s; kept in %s"
                    .formatted(
                        taken.name(),
                        cut(taken.why(), CAUSE_CHARACTERS_MAX),
                        taken.salvaged(),
                        lost > 0 ? "; %d numbers are declared lost".formatted(lost) : "",
                        taken.kase()))));
  }

  /// More was damaged than can be told file by file.
  static Event moreDamage(BootTime at, int cases) {
    return event(
        at,
        new GatewayEvent.Alarm(
            DAMAGE,
            GatewayEvent.Severity.CRITICAL,
            true,
            null,
            "%d more damaged files are kept in %s, each with a report.json"
                .formatted(cases, Quarantine.FOLDER)));
  }

  /// Somebody has taken away what was in quarantine.
  static Event damageOver(BootTime at) {
    return event(
        at,
        new GatewayEvent.Alarm(
            DAMAGE,
            GatewayEvent.Severity.INFO,
            false,
            null,
            "the quarantine is empty: the damaged files were taken away"));
  }

  /// Numbering begins anew.
  ///
  /// @param was the epoch before; null when nothing tells of it
  static Event newEpoch(BootTime at, @Nullable UUID was, UUID epoch) {
    return event(
        at,
        new GatewayEvent.Alarm(
            EPOCH,
            GatewayEvent.Severity.CRITICAL,
            true,
            null,
            was == null
                ? ("state.db and the log are damaged or gone and nothing tells how far numbers went:"
                        + " numbering begins anew in epoch %s; what was not delivered is lost")
                    .formatted(epoch)
                : ("the end of the log and state.db are damaged: numbering ends in epoch %s and"
                        + " begins anew in %s; numbers given behind the gaps told may be lost too")
                    .formatted(was, epoch)));
  }

  /// Everything of the epochs before is delivered or told as lost.
  static Event epochOver(BootTime at, UUID epoch) {
    return event(
        at,
        new GatewayEvent.Alarm(
            EPOCH,
            GatewayEvent.Severity.INFO,
            false,
            null,
            "all that was left of earlier epochs is delivered; numbering goes on in epoch "
                + epoch));
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "...";
  }

  /// A text as the contract allows it.
  private static String sentence(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain.substring(0, Math.min(plain.length(), GatewayEvent.TEXT_CHARACTERS_MAX));
  }

  /// The gap an event tells of; empty for any other event.
  static Optional<Gap> gapOf(Event event) {
    if (!event.kind().equals(GatewayEvent.Gap.KIND)) {
      return Optional.empty();
    }
    try {
      return GatewayEvent.parse(event.kind(), event.json()) instanceof GatewayEvent.Gap gap
          ? Optional.of(
              new Gap(
                  new StreamKey(gap.epoch(), gap.device()),
                  new Range(gap.from(), gap.to()),
                  GapReason.valueOf(gap.why().name())))
          : Optional.empty();
    } catch (ContractException e) {
      LOG.log(System.Logger.Level.DEBUG, "a gap event that is not one of the contract", e);
      return Optional.empty();
    }
  }
}
