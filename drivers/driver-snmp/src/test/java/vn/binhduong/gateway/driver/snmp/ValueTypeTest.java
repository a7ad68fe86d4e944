package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Opaque;
import org.snmp4j.smi.TimeTicks;

/// Numbers out of what agents send.
class ValueTypeTest {
  private static final ObjectValue VOLTAGE =
      object("type: number, scale: 0.1, offset: -40, invalid: [-1, 2147483647]");

  private static ObjectValue object(String more) {
    return Yaml.read(
        "{channel: a, oid: 1.3.6.1.2.1.33.1.2.5.0, unit: V, min: -100, max: 100, " + more + "}",
        ObjectValue.class);
  }

  @Test
  void wholeNumbersOfEveryType() {
    assertThat(ValueType.NUMBER.number(new Integer32(Integer.MIN_VALUE))).isEqualTo("-2147483648");
    assertThat(ValueType.NUMBER.number(new Gauge32(4_294_967_295L))).isEqualTo("4294967295");
    assertThat(ValueType.NUMBER.number(new Counter32(2_147_483_648L))).isEqualTo("2147483648");
    assertThat(ValueType.NUMBER.number(new TimeTicks(123))).isEqualTo("123");
    assertThat(ValueType.NUMBER.number(new Counter64(-1))).isEqualTo("18446744073709551615");
    assertThat(ValueType.NUMBER.number(new OctetString("1"))).isNull();
    assertThat(ValueType.NUMBER.number(Null.instance)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "23.4, 23.4",
    "-0.05, -0.05",
    "+7, 7",
    "' 12.50 ', 12.50",
    ".5, 0.5",
    "1., 1",
    "2.1e-3, 0.0021"
  })
  void decimalText(String text, BigDecimal number) {
    assertThat(ValueType.DECIMAL.number(new OctetString(text))).isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        "1,5",
        "0x1F",
        "NaN",
        "Infinity",
        "12 V",
        "1e9999",
        "1_0",
        "--1",
        "00000000000000000000000000000000000000001"
      })
  void otherTextIsNoNumber(String text) {
    assertThat(ValueType.DECIMAL.number(new OctetString(text))).isNull();
  }

  // What net-snmp sends for 12.5 and -0.1: tag, length, IEEE 754.
  @Test
  void opaqueFloats() {
    assertThat(ValueType.FLOAT.number(opaque("9F780441480000"))).isEqualTo("12.5");
    assertThat(ValueType.FLOAT.number(opaque("9F7804BDCCCCCD"))).isEqualTo("-0.1");
    assertThat(ValueType.FLOAT.number(opaque("9F79083FB999999999999A"))).isEqualTo("0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9F",
        "9F7804",
        "9F7804414800",
        "9F780841480000",
        "9F78047FC00000",
        "9F79047F800000",
        "9F7908FFF0000000000000",
        "30040000",
        "9F76044148000001"
      })
  void otherOpaqueIsNoNumber(String hex) {
    assertThat(ValueType.FLOAT.number(opaque(hex))).isNull();
  }

  private static Opaque opaque(String hex) {
    return new Opaque(HexFormat.of().parseHex(hex));
  }

  @Test
  void scaleAndOffsetAreExact() {
    assertThat(VOLTAGE.value(new Integer32(683))).isEqualTo(28.3);
    assertThat(VOLTAGE.value(new Integer32(0))).isEqualTo(-40.0);
  }

  @Test
  void invalidMarkersMeanNoValue() {
    assertThat(VOLTAGE.value(new Integer32(-1))).isNaN();
    assertThat(VOLTAGE.value(new Integer32(Integer.MAX_VALUE))).isNaN();
    assertThat(object("type: decimal, invalid: [-99]").value(new OctetString("-99.00"))).isNaN();
  }

  @Test
  void wrongValuesAreTold() {
    assertThatThrownBy(() -> VOLTAGE.value(new OctetString("12 V")))
        .hasMessage("1.3.6.1.2.1.33.1.2.5.0: expected a whole number, found OCTET STRING '12 V'");
    assertThatThrownBy(() -> VOLTAGE.value(Null.noSuchObject))
        .hasMessage("1.3.6.1.2.1.33.1.2.5.0: the agent does not have it (noSuchObject)");
  }
}
