package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Topics;
import vn.binhduong.gateway.uplink.CommandDesk.Decision;

/// Who may ask for what, in which form, and how often.
class CommandDeskTest {
  private static final long NOW = 1_763_863_200_000L;

  private final CommandDesk desk =
      new CommandDesk(CommandSettings.DEFAULTS, new Topics("bd", "GW-1"));

  private static Inbound message(byte[] payload, @Nullable String response, String correlation) {
    return new Inbound(
        "bd/v1/GW-1/cmd",
        payload,
        payload.length,
        false,
        60L,
        response,
        correlation.getBytes(StandardCharsets.US_ASCII));
  }

  private static Inbound diagnose(String id, long expires, @Nullable String response) {
    return message(new Command.Diagnose(id, expires, Command.Scope.HEALTH).toJson(), response, id);
  }

  private static Answer.Status statusOf(Decision decision) {
    return ((Decision.Reply) decision).answer().status();
  }

  // A request that comes twice (QoS 1) is carried out once and answered twice alike.
  @Test
  void doesARequestOnce() {
    Inbound request = diagnose("d1", NOW + 1, null);
    assertThat(desk.decide(request, NOW)).isInstanceOf(Decision.Run.class);
    assertThat(desk.decide(request, NOW)).isInstanceOf(Decision.Ignore.class);
    Answer answer = Answer.ok("d1", "{}");
    desk.answered(answer);
    assertThat(desk.decide(request, NOW + 5)).isEqualTo(new Decision.Reply(answer, true));
  }

  @Test
  void refusesWhatHasExpired() {
    assertThat(statusOf(desk.decide(diagnose("d1", NOW - 1, null), NOW)))
        .isEqualTo(Answer.Status.EXPIRED);
    assertThat(desk.decide(diagnose("d2", NOW, null), NOW)).isInstanceOf(Decision.Run.class);
  }

  // A gateway whose clock was never set cannot judge an expiry; it must still be reachable.
  @Test
  void judgesNoExpiryWithoutAClock() {
    assertThat(desk.decide(diagnose("d1", 1, null), null)).isInstanceOf(Decision.Run.class);
  }

  // Answers must not be sent into somebody else's topics.
  @Test
  void refusesAForeignResponseTopic() {
    assertThat(statusOf(desk.decide(diagnose("d1", NOW, "bd/v1/GW-2/res/d1"), NOW)))
        .isEqualTo(Answer.Status.REFUSED);
    assertThat(statusOf(desk.decide(diagnose("d1", NOW, "bd/v1/GW-1/state"), NOW)))
        .isEqualTo(Answer.Status.REFUSED);
    assertThat(desk.decide(diagnose("d1", NOW, "bd/v1/GW-1/res/d1"), NOW))
        .isInstanceOf(Decision.Run.class);
  }

  @Test
  void refusesWhatIsNotAllowed() {
    byte[] config = new Command.Config("c1", NOW, "gateway: {}", 60).toJson();
    assertThat(statusOf(desk.decide(message(config, null, "c1"), NOW)))
        .isEqualTo(Answer.Status.REFUSED);
  }

  @Test
  void answersWhatItCannotRead() {
    assertThat(statusOf(desk.decide(message(new byte[] {'{'}, null, "x1"), NOW)))
        .isEqualTo(Answer.Status.INVALID);
    assertThat(desk.decide(message(new byte[] {'{'}, null, "not an id"), NOW))
        .isInstanceOf(Decision.Ignore.class);
  }

  // The memory of requests is bounded.
  @Test
  void forgetsTheOldest() {
    for (int i = 0; i <= CommandDesk.REMEMBERED_MAX; i++) {
      assertThat(desk.decide(diagnose("d" + i, NOW, null), NOW)).isInstanceOf(Decision.Run.class);
    }
    assertThat(desk.decide(diagnose("d1", NOW, null), NOW)).isInstanceOf(Decision.Ignore.class);
    assertThat(desk.decide(diagnose("d0", NOW, null), NOW)).isInstanceOf(Decision.Run.class);
  }
}
