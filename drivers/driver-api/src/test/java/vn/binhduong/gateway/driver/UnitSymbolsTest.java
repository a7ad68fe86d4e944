package vn.binhduong.gateway.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitSymbolsTest {
  // A constant that is not in the registry would fail every driver that uses it.
  @Test
  void everyUnitOfTheApiIsRegistered() throws Exception {
    List<Field> constants =
        Arrays.stream(Unit.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .toList();
    assertThat(constants).hasSizeGreaterThan(15);
    for (Field constant : constants) {
      assertThat(UnitSymbols.known(((Unit) constant.get(null)).symbol()))
          .as(constant.getName())
          .isTrue();
    }
  }

  // Primary, not recommended, of RFC 8798, secondary, and added later.
  @ParameterizedTest
  @ValueSource(strings = {"Cel", "%", "1/min", "VA", "deg", "ug/m3", "km/h", "/1000", "NTU"})
  void symbolsOfEachPartAreKnown(String symbol) {
    assertThat(UnitSymbols.registered(symbol)).isTrue();
    assertThat(UnitSymbols.known(symbol)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cel", "furlong", "\u00b0C", "m s", "HPA"})
  void othersAreNot(String symbol) {
    assertThat(UnitSymbols.registered(symbol)).isFalse();
  }

  // They are units, but nobody who writes them down means coulomb or farad.
  @ParameterizedTest
  @ValueSource(strings = {"C", "F"})
  void coulombAndFaradAreRegisteredAndNotTaken(String symbol) {
    assertThat(UnitSymbols.registered(symbol)).isTrue();
    assertThat(UnitSymbols.known(symbol)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "celsius, write 'Cel'",
        "C, degrees Celsius are 'Cel'",
        "F, convert to 'Cel'",
        "HPA, write 'hPa'",
        "mbar, write 'hPa'",
        "furlong, such as V"
      })
  void aHintSaysWhatIsMeant(String symbol, String hint) {
    assertThat(UnitSymbols.hint(symbol)).startsWith(" (").contains(hint);
  }
}
