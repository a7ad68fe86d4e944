package vn.binhduong.gateway.ioc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.ioc.Accounts.Presence;

class ReplayPlanTest {
  private static final StreamKey STREAM =
      new StreamKey("BD-GW-1", UUID.fromString("0199a0b4-7c1e-7000-8000-000000000001"), "wx1");
  private static final Presence ONLINE = new Presence(true, 0);
  private static final Presence OFFLINE = new Presence(false, 1);
  private static final Presence BACK = new Presence(true, 2);
  private static final Range HOLE = new Range(2, 3);
  private static final long AGE = 1_000;

  private final StreamAccount account = new StreamAccount(STREAM);
  private final ReplayPlan plan = new ReplayPlan(AGE);

  @BeforeEach
  void aHoleFromTwoToThree() {
    account.receive(1, false, 0);
    account.receive(4, false, 0);
  }

  // What is merely late must not be asked for.
  @Test
  void aHoleIsAskedForOnlyAtItsAge() {
    assertThat(plan.due(account, ONLINE, AGE - 1)).isEmpty();
    assertThat(plan.due(account, ONLINE, AGE)).containsExactly(HOLE);
  }

  // A hole that nobody can fill must cost ever less.
  @Test
  void whatWasAskedInVainIsAskedAgainEverMoreRarely() {
    assertThat(plan.due(account, ONLINE, AGE)).containsExactly(HOLE);
    assertThat(plan.due(account, ONLINE, 2 * AGE)).containsExactly(HOLE);
    assertThat(plan.due(account, ONLINE, 3 * AGE)).isEmpty();
    assertThat(plan.due(account, ONLINE, 4 * AGE)).containsExactly(HOLE);
    assertThat(plan.due(account, ONLINE, 7 * AGE)).isEmpty();
  }

  // Requests during an outage are lost, and must not make the hole wait once the gateway is back.
  @Test
  void aGatewayThatIsOfflineIsNotAskedAndOneThatIsBackIsAskedAnew() {
    assertThat(plan.due(account, ONLINE, AGE)).containsExactly(HOLE);
    assertThat(plan.due(account, ONLINE, 2 * AGE)).containsExactly(HOLE);
    assertThat(plan.due(account, OFFLINE, 100 * AGE)).isEmpty();
    assertThat(plan.due(account, BACK, 100 * AGE + 1)).containsExactly(HOLE);
    assertThat(plan.due(account, BACK, 101 * AGE + 1)).containsExactly(HOLE);
  }
}
