package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.pipeline.AlarmNews;
import vn.binhduong.gateway.pipeline.AlarmSettings;

class AlarmBookTest {
  @TempDir private Path directory = Path.of("");
  private final List<GatewayEvent> told = new ArrayList<>();

  private AlarmBook book() {
    return AlarmBook.read(directory, told::add);
  }

  private static AlarmNews news(String code, boolean active) {
    return new AlarmNews("lvl1", code, AlarmSettings.Severity.CRITICAL, active, "level 3 m");
  }

  // The event is the one that the contract has already.
  @Test
  void newsBecomesAnAlarmOfTheContract() {
    book().accept(news("flood", true));
    assertThat(told)
        .containsExactly(
            new GatewayEvent.Alarm(
                "flood", GatewayEvent.Severity.CRITICAL, true, "lvl1", "level 3 m"));
  }

  // The next process must know what it has to end.
  @Test
  void whatHoldsIsKnownToTheNextProcess() {
    AlarmBook book = book();
    book.accept(news("flood", true));
    book.accept(news("low", true));
    book.accept(news("low", false));
    book.look();
    assertThat(book().held((device, code) -> true)).isEqualTo(Map.of("lvl1", Set.of("flood")));
  }

  // Taken out of the configuration, an alarm would hold at the IOC for ever.
  @Test
  void anAlarmThatIsNoLongerConfiguredIsEndedOnce() {
    AlarmBook book = book();
    book.accept(news("flood", true));
    book.look();
    told.clear();
    AlarmBook next = book();
    assertThat(next.held((device, code) -> false)).isEmpty();
    next.look();
    assertThat(told)
        .containsExactly(
            new GatewayEvent.Alarm(
                "flood",
                GatewayEvent.Severity.INFO,
                false,
                "lvl1",
                "the alarm is no longer in the configuration"));
    assertThat(book().held((device, code) -> true)).isEmpty();
  }

  // Any bytes in the data directory: the gateway starts.
  @Test
  void aDamagedFileHoldsNothing() throws IOException {
    for (String damaged : List.of("", "{", "[1,2]", "{\"a\": 5}", "{\"a\": [null, 7]}", "\u0000")) {
      Files.writeString(directory.resolve("alarms.json"), damaged);
      assertThat(book().held((device, code) -> true)).isEmpty();
    }
  }

  // Ids that cannot travel come from a damaged file; they must not stop the start.
  @Test
  void anIdThatCannotBeIsDropped() throws IOException {
    Files.writeString(directory.resolve("alarms.json"), "{\"not an id\": [\"nor this\"]}");
    assertThat(book().held((device, code) -> false)).isEmpty();
    assertThat(told).isEmpty();
  }
}
