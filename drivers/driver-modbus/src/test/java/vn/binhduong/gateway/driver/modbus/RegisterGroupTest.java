package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterGroupTest {
  // Fewer requests are less wear on a slow bus, but a hole may be refused by the instrument.
  @ParameterizedTest
  @CsvSource({
    "0, 125, 1..2 5..5 9..9",
    "2, 125, 1..5 9..9",
    "3, 125, 1..9",
    "3, 4, 1..2 5..5 9..9"
  })
  void holes(int gapMax, int countMax, String expected) {
    RegisterMap map =
        Maps.of(
            "max-gap: %d\nmax-count: %d\nregisters:\n".formatted(gapMax, countMax)
                + Maps.register("d", 9, "")
                + Maps.register("a", 1, "")
                + Maps.register("c", 5, "")
                + Maps.register("b", 2, ""));
    assertThat(spans(map)).isEqualTo(expected);
  }

  // A value is never split, a request never longer than the protocol allows.
  @Test
  void longMap() {
    RegisterMap map =
        Maps.of(
            "registers:\n"
                + IntStream.range(0, 100)
                    .mapToObj(
                        i ->
                            "  - {channel: c%d, address: %d, type: f32, unit: m, min: 0, max: 1}\n"
                                .formatted(i, 2 * i))
                    .collect(Collectors.joining()));
    assertThat(spans(map)).isEqualTo("0..123 124..199");
  }

  @Test
  void functionsAreNeverMixed() {
    RegisterMap map =
        Maps.of(
            "registers:\n"
                + Maps.register("a", 1, "")
                + Maps.register("b", 2, "function: 4")
                + "  - {channel: c, address: 3, type: bit, function: 2, unit: /, min: 0, max: 1}\n");
    assertThat(RegisterGroup.of(map, map.registers()))
        .extracting(group -> group.function().code())
        .containsExactly(2, 3, 4);
  }

  private static String spans(RegisterMap map) {
    return RegisterGroup.of(map, map.registers()).stream()
        .map(group -> group.address() + ".." + (group.address() + group.count() - 1))
        .collect(Collectors.joining(" "));
  }
}
