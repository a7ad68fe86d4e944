package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterMapTest {
  // A mistake in a map must be found at the desk, not by wrong numbers on site.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{channel: a, address: 0, type: u16, unit: C°, min: 0, max: 1} | unit",
        "{channel: a, address: 0, type: u16, unit: dBA, min: 0, max: 1} | write 'dB'",
        "{channel: a, address: 0, type: u16, unit: C, min: 0, max: 1} | found 'C' (degrees Celsius",
        "{channel: a, address: 0, type: u16, unit: Volt, min: 0, max: 1} | found 'Volt' (write 'V')",
        "{channel: a, address: 0, type: u16, unit: F, min: 0, max: 1} | convert to 'Cel'",
        "{channel: a, address: 0, type: u16, unit: hp, min: 0, max: 1} | such as V, A, W",
        "{channel: a, address: 0, type: u16, unit: m, min: 2, max: 1} | expected min <= max",
        "{channel: A, address: 0, type: u16, unit: m, min: 0, max: 1} | channel",
        "{channel: a, address: 0, type: u16, unit: m, min: 0, max: 1, scale: 0} | scale: expected a"
            + " number that is not zero",
        "{channel: a, address: 0, type: s16, unit: m, min: 0, max: 1, invalid: [0x1FFFF]} | a"
            + " value of type s16 is never 131071",
        "{channel: a, address: 0, type: s16, unit: m, min: 0, max: 1, bit: 3} | only a register of"
            + " type u16",
        "{channel: a, address: 65535, type: u32, unit: m, min: 0, max: 1} | is 65535 on the wire,"
            + " expected 0 to 65534",
        "{channel: a, address: 0, type: bit, unit: /, min: 0, max: 1} | reads 16-bit registers,"
            + " found type bit",
        "{channel: a, address: 0, type: u16, unit: m, min: 0, max: 1, function: 1} | reads bits,"
            + " found type u16",
      })
  void badRegister(String register, String expected) {
    assertThatThrownBy(() -> Maps.of("registers:\n  - " + register))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("map.yaml:")
        .hasMessageContaining(expected);
  }

  @Test
  void overlapIsRefused() {
    assertThatThrownBy(
            () ->
                Maps.of(
                    """
                    registers:
                      - {channel: a, address: 10, type: u32, unit: m, min: 0, max: 1}
                      - {channel: b, address: 11, type: u16, unit: m, min: 0, max: 1}
                    """))
        .hasMessageContaining("registers of 'a' (10..11) and 'b' (11) overlap");
  }

  @Test
  void channelNamedTwiceIsRefused() {
    assertThatThrownBy(
            () -> Maps.of("registers:\n" + Maps.register("a", 1, "") + Maps.register("a", 2, "")))
        .hasMessageContaining("two registers have the channel 'a'");
  }

  @ParameterizedTest
  @CsvSource({"max-count: 126, 125", "max-count: 0, 1", "function: 6, 4", "max-gap: 125, 124"})
  void limitsOfTheProtocol(String line, String limit) {
    assertThatThrownBy(() -> Maps.of(line + "\nregisters:\n" + Maps.register("a", 1, "")))
        .hasMessageContaining(line.substring(0, line.indexOf(':')))
        .hasMessageContaining(limit);
  }

  // Several flags in one register are one of the few things that may share an address.
  @Test
  void bitsOfOneRegisterDoNotOverlap() {
    RegisterMap map =
        Maps.of(
            "registers:\n" + Maps.register("a", 1, "bit: 0") + Maps.register("b", 1, "bit: 15"));
    int[] register = {0x8000};
    assertThat(map.registers())
        .extracting(r -> r.value(map.order(), register))
        .containsExactly(0.0, 1.0);
    assertThat(RegisterGroup.of(map, map.registers()))
        .singleElement()
        .hasFieldOrPropertyWithValue("count", 1);
  }

  // Datasheets count from 0, 1 or 40001; the wire counts from 0.
  @Test
  void addressBase() {
    RegisterMap map = Maps.of("address-base: 40001\nregisters:\n" + Maps.register("a", 40005, ""));
    assertThat(RegisterGroup.of(map, map.registers()).getFirst().address()).isEqualTo(4);
  }

  // The word 'cannot measure' of an instrument is never a measurement, in both ways of writing it.
  @Test
  void invalidValues() {
    RegisterMap map =
        Maps.of(
            """
            registers:
              - {channel: a, address: 1, type: s16, scale: 0.1, unit: Cel, min: 0, max: 1,
                 invalid: [0x8000, -9999]}
            """);
    Register register = map.registers().getFirst();
    assertThat(register.value(map.order(), 0x8000)).isNaN();
    assertThat(register.value(map.order(), 0x10000 - 9999)).isNaN();
    assertThat(register.value(map.order(), 0x8001)).isEqualTo(-3276.7);
  }

  // Decimal scales give the number that a person would write, for every raw value.
  @Test
  void scaleIsExactForAllRawValues() {
    RegisterMap map = Maps.of("registers:\n" + Maps.register("a", 1, "scale: 0.1"));
    Register register = map.registers().getFirst();
    for (int raw = 0; raw <= 0xFFFF; raw++) {
      assertThat(register.value(map.order(), raw)).isEqualTo(raw / 10.0);
    }
  }

  @Test
  void choiceChangesItsChannelOnly() {
    RegisterMap map = withOption("");
    assertThat(map.registersFor(List.of(), Map.of("step", "big")))
        .extracting(Register::scale)
        .containsExactly(10.0, 1.0);
  }

  @Test
  void optionWithoutFallbackMustBeChosen() {
    assertThatThrownBy(() -> withOption("").registersFor(List.of(), Map.of()))
        .hasMessage("options: step must be chosen, one of [big, small] (what one count means)");
  }

  @Test
  void unknownChoicesAndChannelsAreRefusedTogether() {
    assertThatThrownBy(
            () ->
                withOption("fallback: big")
                    .registersFor(List.of("c"), Map.of("stepp", "big", "step", "huge")))
        .hasMessageContaining("channels: c is none of [a, b]")
        .hasMessageContaining("options: stepp is none of [step]");
  }

  @Test
  void fallbackMustBeAChoice() {
    assertThatThrownBy(() -> withOption("fallback: huge"))
        .hasMessageContaining("fallback 'huge' is none of [big, small]");
  }

  // On units with absent sensors only the person on site knows which numbers are real.
  @Test
  void absentSensorsMustBeLeftOutByHand() {
    assertThatThrownBy(() -> ShippedProfiles.device("{unit-id: 1, profile: renke-weather-station}"))
        .hasMessageContaining("channels: list those this unit really has");
  }

  private static RegisterMap withOption(String fallback) {
    return Maps.of(
        """
        options:
          step:
            doc: what one count means
            channels: [a]
            choices: {big: {scale: 10}, small: {scale: 0.5}}
            %s
        registers:
        """
                .formatted(fallback)
            + Maps.register("a", 1, "")
            + Maps.register("b", 2, ""));
  }
}
