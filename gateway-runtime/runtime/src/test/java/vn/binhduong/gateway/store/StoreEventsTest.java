package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Why;
import vn.binhduong.gateway.model.Event;

/// What the store says of itself is what the contract says.
class StoreEventsTest {
  private static final StreamKey KEY = new StreamKey(new UUID(1, 2), "aq1");

  @ParameterizedTest
  @EnumSource(GapReason.class)
  void aGapIsOneOfTheContractAndComesBack(GapReason why) throws Exception {
    Event event = StoreEvents.gap(Given.now(), KEY, new Range(13, 1040), why);
    assertThat(GatewayEvent.parse(event.kind(), event.json()))
        .isEqualTo(new GatewayEvent.Gap(KEY.epoch(), "aq1", 13, 1040, Why.valueOf(why.name())));
    assertThat(StoreEvents.gapOf(event))
        .contains(new StoreEvents.Gap(KEY, new Range(13, 1040), why));
  }

  @Test
  void nothingElseIsTakenForAGap() {
    assertThat(StoreEvents.gapOf(new Event(Given.now(), "note", "{}"))).isEmpty();
    assertThat(StoreEvents.gapOf(new Event(Given.now(), "gap", "{\"dev\":\"aq1\"}"))).isEmpty();
  }
}
