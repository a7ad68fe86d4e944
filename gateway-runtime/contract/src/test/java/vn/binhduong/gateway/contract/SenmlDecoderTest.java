package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the decoder understands of SenML in general, and what it refuses with which words.
class SenmlDecoderTest {
  private static List<SenmlRecord> resolve(byte[] pack) throws ContractException {
    List<SenmlRecord> records = new ArrayList<>();
    PackReader.read(pack, SenmlDecoder.Limits.DEFAULT, records::add);
    return records;
  }

  private static List<SenmlRecord> resolve(String json) throws ContractException {
    return resolve(json.getBytes(StandardCharsets.UTF_8));
  }

  // RFC 8428 §5.1.1: single datapoint.
  @Test
  void singleDatapointOfTheRfc() throws ContractException {
    SenmlRecord senml =
        resolve("[{\"n\":\"urn:dev:ow:10e2073a01080063\",\"u\":\"Cel\",\"v\":23.1}]").getFirst();
    assertThat(senml.name()).isEqualTo("urn:dev:ow:10e2073a01080063");
    assertThat(senml.unit()).isEqualTo("Cel");
    assertThat(senml.value()).isEqualTo(23.1);
  }

  // RFC 8428 §5.1.2: base name, base time, base unit and an older version; times before the base.
  @Test
  void multipleDatapointsOfTheRfc() throws ContractException {
    List<SenmlRecord> records =
        resolve(
            """
            [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,
              "n":"voltage","u":"V","v":120.1},
             {"n":"current","t":-5,"v":1.2},
             {"n":"current","t":-4,"v":1.3},
             {"n":"current","v":1.7}]
            """);
    assertThat(records)
        .extracting(SenmlRecord::name)
        .containsExactly(
            "urn:dev:ow:10e2073a0108006:voltage",
            "urn:dev:ow:10e2073a0108006:current",
            "urn:dev:ow:10e2073a0108006:current",
            "urn:dev:ow:10e2073a0108006:current");
    assertThat(records).extracting(SenmlRecord::unit).containsExactly("V", "A", "A", "A");
    assertThat(records.get(1).seconds()).isEqualTo(1276020071.001);
    assertThat(records.get(3).value()).isEqualTo(1.7);
  }

  // RFC 8428 §5.1.5: every kind of value.
  @Test
  void differentDataTypesOfTheRfc() throws ContractException {
    List<SenmlRecord> records =
        resolve(
            """
            [{"bn":"urn:dev:ow:10e2073a01080063:","n":"temp","u":"Cel","v":23.1},
             {"n":"label","vs":"Machine Room"},
             {"n":"open","vb":false},
             {"n":"nfc-reader","vd":"aGkgCg"}]
            """);
    assertThat(records)
        .extracting(SenmlRecord::kind)
        .containsExactly(
            SenmlRecord.Kind.NUMBER,
            SenmlRecord.Kind.TEXT,
            SenmlRecord.Kind.FLAG,
            SenmlRecord.Kind.DATA);
  }

  // RFC 8428 §4.1: base value and base sum are added; an unknown label is ignored.
  @Test
  void baseValuesAreAdded() throws ContractException {
    List<SenmlRecord> records =
        resolve("[{\"bn\":\"a\",\"bv\":20,\"v\":3.5,\"x\":{\"y\":[1]}},{\"bs\":5,\"s\":2}]");
    assertThat(records.get(0).value()).isEqualTo(23.5);
    assertThat(records.get(1).sum()).isEqualTo(7);
  }

  // RFC 8428 §6: integer, half, single, double, decimal fraction and an indefinite array.
  @Test
  void cborNumbersOfEveryForm() throws ContractException {
    byte[] pack =
        HexFormat.of()
            .parseHex(
                "9f"
                    + "a200616102182a"
                    + "a200616102f93e00"
                    + "a200616102fa47c35000"
                    + "a200616102fb3fd5555555555555"
                    + "a200616102c48221196ab3"
                    + "ff");
    assertThat(resolve(pack))
        .extracting(SenmlRecord::value)
        .containsExactly(42.0, 1.5, 100000.0, 1.0 / 3, 273.15);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"n\":\"a\",\"v\":1,\"must_\":1}] | record 0, label: expected a known label",
        "[{\"n\":\"a\",\"v\":1},{\"n\":\"a\"}] | record 1, value: expected one of v, vs, vb, vd, or s",
        "[{\"n\":\"a\",\"v\":1,\"vs\":\"x\"}] | record 0, value: expected one of",
        "[{\"n\":\"a\",\"v\":1,\"v\":2}] | record 0, v: expected each label once",
        "[{\"n\":\"a\",\"v\":\"1\"}] | record 0, v: expected a number, found '1'",
        "[{\"n\":\"a\",\"v\":1e999}] | record 0, v: expected a finite number",
        "[{\"n\":\"a\",\"v\":NaN}] | syntax: expected well-formed JSON",
        "[{\"n\":\"-a\",\"v\":1}] | record 0, n: expected 1 to 256 characters",
        "[{\"n\":\"a b\",\"v\":1}] | record 0, n: expected 1 to 256 characters",
        "[{\"v\":1}] | record 0, n: expected 1 to 256 characters",
        "[{\"n\":\"a\",\"u\":\"hPa\",\"v\":1}] | record 0, u: expected a primary unit, or bver 26",
        "[{\"bver\":11,\"n\":\"a\",\"v\":1}] | record 0, bver: expected 1 to 10 or 26",
        "[{\"n\":\"a\",\"v\":1},{\"bver\":26,\"n\":\"a\",\"v\":1}] | record 1, bver",
        "[{\"n\":\"a\",\"v\":1}] [] | end: expected nothing after the list",
        "[] | records: expected at least one record",
        "[1] | record 0, form: expected a record",
        "[[[[[[[[[[[[]]]]]]]]]]]] | record 0, form",
      })
  void brokenPacksAreRefusedWithThePlace(String pack, String message) {
    assertThatThrownBy(() -> resolve(pack))
        .isInstanceOf(ContractException.class)
        .hasMessageContaining(message);
  }

  // What is valid SenML but not a message of this contract.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hdr/ep | hdr/xx | record 0, n: expected <prefix><device>/hdr/ep",
        "\"v\":1041 | \"v\":1041.5 | record 1, v: expected a whole number",
        "\"v\":1041 | \"v\":9007199254740992 | record 1, v: expected a whole number from 1 to 2^53-1",
        "\"v\":1042 | \"v\":1043 | rows: expected 3 for numbers 1041 to 1043, found 2",
        "\"v\":1042 | \"v\":1040 | s1: expected 1041 to 9007199254740991, found 1040",
        "SYNCED | GUESSED | record 3, vs: expected one of SYNCED, ESTIMATED, UNSYNCED",
        "\"bt\":1763863200 | \"bt\":63863200 | record 4, t: expected an absolute time",
        "{\"t\":10,\"v\":23.9} | {\"v\":23.9} | record 5, t: expected each time once",
        "BD-GW-000123/aq1/t | BD-GW-000123/aq2/t | record 6, n: expected a name below",
        "\"vs\":\"02\" | \"vs\":\"07\" | record 9, vs: expected one of R, S, 01, 02, 02L",
        "aq1/rh.q\",\"t\":10 | aq1/rh.q\" | column rh, row 0: expected no value",
        "\"bu\":\"ug/m3\", | '' | record 4, u: expected a unit, found nothing",
      })
  void otherPacksAreRefusedWithThePlace(String right, String wrong, String message) {
    String json =
        new String(
            new SenmlEncoder(Encoding.JSON, false).encode(Examples.live()), StandardCharsets.UTF_8);
    assertThat(json).contains(right);
    String broken = json.replace(right, wrong.equals("''") ? "" : wrong);
    assertThatThrownBy(() -> new SenmlDecoder().decode(broken.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ContractException.class)
        .hasMessageContaining(message);
  }

  // A later minor version may add header fields and suffixes; this one must not stumble over them.
  @Test
  void whatALaterMinorVersionMayAddIsIgnored() throws ContractException {
    String json =
        new String(
            new SenmlEncoder(Encoding.JSON, false).encode(Examples.live()), StandardCharsets.UTF_8);
    String later =
        json.replace("{\"n\":\"hdr/clk\"", "{\"n\":\"hdr/new\",\"vs\":\"x\"},{\"n\":\"hdr/clk\"")
            .replace("]", ",{\"bn\":\"BD-GW-000123/aq1/pm25.p95\",\"v\":1}]");
    assertThat(new SenmlDecoder().decode(later.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Examples.live());
  }

  // A few bytes must not become gigabytes.
  @Test
  void limitsAreCheckedBeforeTheMemoryIsTaken() {
    SenmlDecoder decoder = new SenmlDecoder(new SenmlDecoder.Limits(100_000, 1_000_000, 50));
    byte[] spaces = new byte[20_000_000];
    Arrays.fill(spaces, (byte) ' ');
    spaces[0] = '[';
    assertThatThrownBy(() -> decoder.decode(Zlib.deflate(spaces)))
        .hasMessageContaining("zlib: expected at most 1000000 bytes");
    assertThatThrownBy(() -> decoder.decode(new byte[100_001]))
        .hasMessageContaining("size: expected at most 100000 bytes, found 100001 bytes");
    Batch.Builder builder = Batch.builder("gw/", "d", Examples.EPOCH, 1, ClockState.SYNCED);
    for (int row = 0; row < 60; row++) {
      builder.row(Examples.TIME + row).reading("x", "/", row);
    }
    byte[] payload = new SenmlEncoder(Encoding.CBOR, false).encode(builder.build());
    assertThatThrownBy(() -> decoder.decode(payload))
        .hasMessageContaining("records: expected at most 50 records");
  }
}
