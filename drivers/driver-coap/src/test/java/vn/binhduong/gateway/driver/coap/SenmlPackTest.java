package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of RFC 8428 §5 and §6, number by number, and what breaks its rules.
class SenmlPackTest {
  private static final String DEVICE = "urn:dev:ow:10e2073a01080063";

  /// RFC 8428 §5.1.2, the second example.
  private static final String SERIES =
      """
      [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,
        "bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
       {"n":"current","t":-5,"v":1.2},
       {"n":"current","t":-4,"v":1.3},
       {"n":"current","t":-3,"v":1.4},
       {"n":"current","t":-2,"v":1.5},
       {"n":"current","t":-1,"v":1.6},
       {"n":"current","v":1.7}]
      """;

  /// RFC 8428 §6, the same as CBOR.
  private static final String SERIES_CBOR =
      """
      87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a
      22fb41d303a15b00106223614120050067766f6c7461676501615602fb405e06
      6666666666a3006763757272656e74062402fb3ff3333333333333a300676375
      7272656e74062302fb3ff4cccccccccccda3006763757272656e74062202fb3f
      f6666666666666a3006763757272656e74062102f93e00a3006763757272656e
      74062002fb3ff999999999999aa3006763757272656e74060002fb3ffb333333
      333333
      """;

  private static List<SenmlRecord> json(String pack) throws RefusedException {
    return SenmlPack.read(pack.getBytes(StandardCharsets.UTF_8), false);
  }

  private static List<SenmlRecord> cbor(String hex) throws RefusedException {
    return SenmlPack.read(HexFormat.of().parseHex(hex.replaceAll("\\s", "")), true);
  }

  private static SenmlRecord of(String name, String unit, double time, double value) {
    return new SenmlRecord(name, unit, time, value);
  }

  // §5.1.1
  @Test
  void singleDatapoint() throws Exception {
    assertThat(json("[{\"n\":\"urn:dev:ow:10e2073a01080063\",\"u\":\"Cel\",\"v\":23.1}]"))
        .containsExactly(of(DEVICE, "Cel", 0, 23.1));
  }

  // §5.1.2, the first example
  @Test
  void baseNameGoesOn() throws Exception {
    assertThat(
            json(
                """
                [{"bn":"urn:dev:ow:10e2073a01080063:","n":"voltage","u":"V","v":120.1},
                 {"n":"current","u":"A","v":1.2}]
                """))
        .containsExactly(
            of(DEVICE + ":voltage", "V", 0, 120.1), of(DEVICE + ":current", "A", 0, 1.2));
  }

  @Test
  void baseTimeAndUnitAreApplied() throws Exception {
    String current = "urn:dev:ow:10e2073a0108006:current";
    assertThat(json(SERIES))
        .containsExactly(
            of("urn:dev:ow:10e2073a0108006:voltage", "V", 1.276020076001e9, 120.1),
            of(current, "A", 1.276020071001e9, 1.2),
            of(current, "A", 1.276020072001e9, 1.3),
            of(current, "A", 1.276020073001e9, 1.4),
            of(current, "A", 1.276020074001e9, 1.5),
            of(current, "A", 1.276020075001e9, 1.6),
            of(current, "A", 1.276020076001e9, 1.7));
  }

  // §6: the bytes of the RFC, down to the half-precision 1.5.
  @Test
  void cborSaysTheSame() throws Exception {
    assertThat(cbor(SERIES_CBOR)).isEqualTo(json(SERIES)).hasSize(7);
  }

  // §5.1.3 and §5.1.4: a pack and what it resolves to.
  @Test
  void movingSensorResolves() throws Exception {
    assertThat(
            json(
                """
                [{"bn":"urn:dev:ow:10e2073a01080063","bt":1.320067464e+09,"bu":"%RH","v":20},
                 {"u":"lon","v":24.30621},
                 {"u":"lat","v":60.07965},
                 {"t":60,"v":20.3},
                 {"u":"lon","t":60,"v":24.30622},
                 {"u":"lat","t":60,"v":60.07965},
                 {"t":120,"v":20.7},
                 {"u":"lon","t":120,"v":24.30623},
                 {"u":"lat","t":120,"v":60.07966},
                 {"u":"%EL","t":150,"v":98},
                 {"t":180,"v":21.2},
                 {"u":"lon","t":180,"v":24.30628},
                 {"u":"lat","t":180,"v":60.07967}]
                """))
        .containsExactly(
            of(DEVICE, "%RH", 1.320067464e9, 20),
            of(DEVICE, "lon", 1.320067464e9, 24.30621),
            of(DEVICE, "lat", 1.320067464e9, 60.07965),
            of(DEVICE, "%RH", 1.320067524e9, 20.3),
            of(DEVICE, "lon", 1.320067524e9, 24.30622),
            of(DEVICE, "lat", 1.320067524e9, 60.07965),
            of(DEVICE, "%RH", 1.320067584e9, 20.7),
            of(DEVICE, "lon", 1.320067584e9, 24.30623),
            of(DEVICE, "lat", 1.320067584e9, 60.07966),
            of(DEVICE, "%EL", 1.320067614e9, 98),
            of(DEVICE, "%RH", 1.320067644e9, 21.2),
            of(DEVICE, "lon", 1.320067644e9, 24.30628),
            of(DEVICE, "lat", 1.320067644e9, 60.07967));
  }

  // §5.1.5: what is no number has no value here.
  @Test
  void multipleDataTypes() throws Exception {
    List<SenmlRecord> records =
        json(
            """
            [{"bn":"urn:dev:ow:10e2073a01080063:","n":"temp","u":"Cel","v":23.1},
             {"n":"label","vs":"Machine Room"},
             {"n":"open","vb":false},
             {"n":"nfv-reader","vd":"aGkgCg"}]
            """);
    assertThat(records)
        .extracting(SenmlRecord::value)
        .containsExactly(23.1, Double.NaN, 0.0, Double.NaN);
    assertThat(records).extracting(SenmlRecord::unit).containsExactly("Cel", null, null, null);
  }

  // §5.1.6
  @Test
  void collectionOfResources() throws Exception {
    assertThat(
            json(
                """
                [{"bn":"2001:db8::2/","n":"temperature","u":"Cel","v":27.2},
                 {"n":"humidity","u":"%RH","v":80}]
                """))
        .containsExactly(
            of("2001:db8::2/temperature", "Cel", 0, 27.2),
            of("2001:db8::2/humidity", "%RH", 0, 80));
  }

  // §5.1.7: a record of base fields alone.
  @Test
  void recordOfBaseFieldsAlone() throws Exception {
    assertThat(
            json(
                """
                [{"bn":"urn:dev:ow:10e2073a01080063:"},
                 {"n":"temp","u":"Cel","v":23.1},
                 {"n":"heat","u":"/","v":1},
                 {"n":"fan","u":"/","v":0}]
                """))
        .containsExactly(
            of(DEVICE + ":temp", "Cel", 0, 23.1),
            of(DEVICE + ":heat", "/", 0, 1),
            of(DEVICE + ":fan", "/", 0, 0));
  }

  @Test
  void baseValueIsAddedUntilAnotherTakesItsPlace() throws Exception {
    assertThat(
            json(
                """
                [{"bn":"a","bv":20,"v":0.5},{"n":"b","v":-1},{"n":"c","bv":0,"v":3},{"n":"d","vb":true}]
                """))
        .extracting(SenmlRecord::value)
        .containsExactly(20.5, 19.0, 3.0, 1.0);
  }

  @Test
  void aSumAloneAndAnExplicitNothingHaveNoValue() throws Exception {
    assertThat(json("[{\"n\":\"a\",\"s\":4},{\"n\":\"b\",\"v\":null}]"))
        .extracting(SenmlRecord::value)
        .containsExactly(Double.NaN, Double.NaN);
  }

  // Decimal fraction 4([-2, 2731]) and the half-precision NaN.
  @Test
  void numbersOfCbor() throws Exception {
    assertThat(cbor("82 a2 00 61 61 02 c4 82 21 19 0aab a2 00 61 62 02 f9 7e00"))
        .extracting(SenmlRecord::value)
        .containsExactly(27.31, Double.NaN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | a pack is an array",
        "[] | no record",
        "[{}] | no record",
        "[1] | record 1: expected a map",
        "[{\"n\":\"a\",\"v\":1}] [] | bytes after the end",
        "[{\"n\":\"a\",\"v\":1} | not well-formed JSON",
        "[{\"n\":\"a\",\"v\":1,\"v\":2}] | not well-formed JSON",
        "[{\"n\":\"a\"}] | record 1: neither a value nor a sum",
        "[{\"n\":\"a\",\"v\":1,\"vb\":true}] | record 1: more than one value",
        "[{\"v\":1}] | record 1: the name is ''",
        "[{\"n\":\"-a\",\"v\":1}] | record 1: the name is '-a'",
        "[{\"n\":\"a b\",\"v\":1}] | record 1: the name is 'a b'",
        "[{\"n\":\"a\",\"v\":\"1\"}] | record 1: 'v' is no number",
        "[{\"n\":\"a\",\"v\":1e999}] | record 1: 'v' is too great",
        "[{\"n\":\"a\",\"v\":NaN}] | not well-formed JSON",
        "[{\"n\":\"a\",\"v\":1,\"t\":\"now\"}] | record 1: 't' is no number",
        "[{\"n\":\"a\",\"vb\":1}] | record 1: 'vb' is neither true nor false",
        "[{\"n\":1,\"v\":1}] | record 1: 'n' is no text",
        "[{\"n\":\"a\",\"v\":1,\"x_\":0}] | record 1: 'x_' must be understood and is not",
        "[{\"bver\":11,\"n\":\"a\",\"v\":1}] | record 1: 'bver' is not 1 to 10",
        "[{\"n\":\"a\",\"v\":1},{\"bver\":5,\"n\":\"a\",\"v\":1}] | record 2: 'bver' differs",
        "[{\"n\":\"a\",\"v\":1,\"x\":[[[[[[[[[1]]]]]]]]]}] | not well-formed JSON",
        "[{\"2\":1,\"n\":\"a\"}] | record 1: neither a value nor a sum"
      })
  void brokenPacksAreRefusedWhole(String pack, String message) {
    assertThatThrownBy(() -> json(pack))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void unknownLabelsArePassedOver() throws Exception {
    assertThat(json("[{\"x\":{\"v\":[9]},\"n\":\"a\",\"v\":1}]")).hasSize(1);
  }

  @Test
  void recordsAreBounded() {
    String many =
        "[" + "{\"n\":\"a\",\"v\":1},".repeat(SenmlPack.RECORDS_MAX) + "{\"n\":\"a\",\"v\":1}]";
    assertThatThrownBy(() -> json(many)).hasMessageContaining("record 1001: more than 1000");
  }

  // 4([2147483647, 1]): a few bytes that would be a number of two thousand million digits.
  @Test
  void decimalFractionsOutOfReachAreRefused() {
    assertThatThrownBy(() -> cbor("81 a2 00 61 61 02 c4 82 1a 7fffffff 01"))
        .isInstanceOf(RefusedException.class);
  }
}
