package vn.binhduong.gateway.ioc.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final Scene SCENE =
      new Scene(
          Duration.ofSeconds(3723),
          7,
          false,
          "running, pid 4711",
          true,
          123,
          120,
          4.25,
          1234.5,
          340,
          0,
          new Managed(
              true,
              Duration.ofSeconds(65),
              2,
              24,
              91,
              List.of(
                  "faults uplink",
                  "backlog 55",
                  "/3303/0 temperature 27.1 Cel",
                  "/3428/0 PM2.5 32 ug/m3",
                  "/3432/0 counted 4 vehicles",
                  "/3303/1 temperature -- Cel",
                  "/3428/1 PM2.5 33 ug/m3",
                  "/3432/1 counted -- vehicles")),
          List.of(
              new Scene.DeviceLine(
                  "wx1",
                  true,
                  Duration.ofMillis(800),
                  61,
                  60,
                  1,
                  2,
                  12,
                  List.of(
                      new Scene.Value("temperature", 28.3, "Cel", ""),
                      new Scene.Value("wind_speed", Double.NaN, "m/s", "02L"))),
              new Scene.DeviceLine(
                  "gateway", false, Duration.ofMillis(-1), 3, 3, 0, 0, 0, List.of())),
          List.of("00:00:01 link cut", "00:00:02 wx1 unplugged"),
          true);

  @Test
  void theScreenShowsEverything() {
    assertThat(new View(80, 24, false).screen(SCENE))
        .containsExactly(
            "street corner -> gateway -> IOC     01:02:03   seed 7",
            "link CUT   gateway running, pid 4711, online",
            "waiting in the gateway 123 (its backlog 120)   arriving 4.25 rows/s, 1.23 kB/s",
            "messages checked against the schemas: 340 valid, 0 not",
            "management registered again since 00:01:05, 24 objects, 91 notifications",
            "    faults uplink  backlog 55  /3303/0 temperature 27.1 Cel",
            "    /3428/0 PM2.5 32 ug/m3  /3432/0 counted 4 vehicles",
            "",
            "device        age   number     rows  missing  dupl.   late",
            "wx1         0.8 s       61       60        1      2     12  unplugged",
            "    temperature 28.3 Cel  wind_speed -- m/s [02L]",
            "gateway         -        3        3        0      0      0",
            "",
            "00:00:01 link cut",
            "00:00:02 wx1 unplugged",
            "c cut  r restore  k kill  u unplug  g/b config  n/x version (good/bad)  q quit");
  }

  // A line that wraps or a screen that scrolls ruins the whole view.
  @Test
  void nothingIsWiderOrHigherThanTheTerminal() {
    List<Scene.Value> many =
        IntStream.range(0, 20)
            .mapToObj(i -> new Scene.Value("channel_" + i, i / 3.0, "ug/m3", ""))
            .toList();
    List<Scene.DeviceLine> devices =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    new Scene.DeviceLine(
                        "device-" + i, false, Duration.ofHours(30), 1, 1, 0, 0, 0, many))
            .toList();
    Scene crowded =
        new Scene(
            Duration.ZERO,
            1,
            true,
            "running, pid 1, start 20".repeat(5),
            false,
            0,
            -1,
            0,
            0,
            0,
            0,
            SCENE.managed(),
            devices,
            IntStream.range(0, 50).mapToObj(i -> "news ".repeat(40)).toList(),
            true);
    for (int[] size : new int[][] {{80, 24}, {40, 12}, {200, 60}}) {
      List<String> lines = new View(size[0], size[1], false).screen(crowded);
      assertThat(lines).hasSizeLessThanOrEqualTo(size[1]);
      assertThat(lines).allMatch(line -> line.length() <= size[0]);
    }
  }

  // A gateway that has gone must not look like one that has not come yet, nor the other way round.
  @Test
  void aGatewayThatIsNotRegisteredIsNoted() {
    assertThat(new View(80, 24, false).screen(withManaged(Managed.NEVER)))
        .contains("management not registered yet");
    assertThat(
            new View(80, 24, false)
                .screen(withManaged(new Managed(false, Duration.ZERO, 1, 24, 91, List.of()))))
        .contains("management not registered any more");
  }

  private static Scene withManaged(Managed managed) {
    return new Scene(
        SCENE.elapsed(),
        SCENE.seed(),
        SCENE.linkUp(),
        SCENE.gateway(),
        SCENE.online(),
        SCENE.waiting(),
        SCENE.backlog(),
        SCENE.rowsPerSecond(),
        SCENE.bytesPerSecond(),
        SCENE.messagesValid(),
        SCENE.messagesInvalid(),
        managed,
        SCENE.devices(),
        SCENE.news(),
        SCENE.keys());
  }

  // In a pipe escape sequences are noise.
  @Test
  void coloursAreLeftOutWhereTheyAreNotWanted() {
    assertThat(String.join("", new View(80, 24, true).screen(SCENE))).contains("\u001b[");
    assertThat(String.join("", new View(80, 24, false).screen(SCENE))).doesNotContain("\u001b");
    assertThat(new View(80, 24, true).plain(SCENE))
        .containsExactly(
            "01:02:03 link CUT, gateway running, pid 4711, online; waiting 123, arriving 4.25"
                + " rows/s, 1.23 kB/s; 340 messages valid, 0 not",
            "         management registered again since 00:01:05, 24 objects, 91 notifications "
                + " faults uplink  backlog 55  /3303/0 temperature 27.1 Cel  /3428/0 PM2.5 32"
                + " ug/m3  /3432/0 counted 4 vehicles  /3303/1 temperature -- Cel  /3428/1 PM2.5"
                + " 33 ug/m3  /3432/1 counted -- vehicles",
            "         wx1      #61     age  0.8 s  missing 1  temperature 28.3 Cel  wind_speed --"
                + " m/s [02L]  unplugged",
            "         gateway  #3      age      -  missing 0  ");
  }
}
