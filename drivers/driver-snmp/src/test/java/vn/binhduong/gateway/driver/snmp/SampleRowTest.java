package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// Rows of sampleDataTable, value by value.
class SampleRowTest {
  private static List<Variable> values(long... columns) {
    return new ArrayList<>(
        Arrays.stream(columns).mapToObj(c -> (Variable) new Integer32((int) c)).toList());
  }

  private static List<Reading> readings(long... columns) throws SampleRow.Unusable {
    return Zone.Row.of(3, 0).readings(SampleRow.decode(values(columns)));
  }

  // Wrong names are what one finds in the web; these are of NTCIP 1209, tss is node 4.
  @Test
  void objectsAreTheColumnsOfTheLastCompletePeriod() {
    assertThat(SampleRow.objects(3, 2))
        .extracting(OID::toDottedString)
        .containsExactly(
            "1.3.6.1.4.1.1206.4.2.4.3.4.1.4.3.1.2",
            "1.3.6.1.4.1.1206.4.2.4.3.4.1.5.3.1.2",
            "1.3.6.1.4.1.1206.4.2.4.3.4.1.6.3.1.2",
            "1.3.6.1.4.1.1206.4.2.4.3.4.1.7.3.1.2",
            "1.3.6.1.4.1.1206.4.2.4.3.4.1.8.3.1.2");
  }

  @Test
  void valuesAreExact() throws Exception {
    assertThat(SampleRow.decode(values(17, 123, 415, 2, 40_001)))
        .isEqualTo(new SampleRow(17, 12.3, 41.5, ZoneStatus.OK, 40_001));
  }

  @Test
  void otherUnsignedTypesAreTaken() throws Exception {
    List<Variable> values = values(0, 1, 1, 2, 0);
    values.set(0, new Counter32(65_534));
    values.set(4, new Gauge32(4_294_967_295L));
    assertThat(SampleRow.decode(values))
        .isEqualTo(new SampleRow(65_534, 0.1, 0.1, ZoneStatus.OK, 4_294_967_295L));
  }

  // 65535 means "no figure"; taken for a number it would be a street full of cars at 6553.5 km/h.
  @Test
  void missingValuesAreBad() throws Exception {
    assertThat(readings(65_535, 65_535, 65_535, 2, 7))
        .extracting(Reading::quality)
        .containsExactly(Quality.BAD_SENSOR, Quality.BAD_SENSOR, Quality.BAD_SENSOR, Quality.GOOD);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, 0",
    "65534, 1000, 65534, 65534, 100, 6553.4",
    "65535, 1001, 65536, NaN, NaN, NaN",
    "-1, -1, -1, NaN, NaN, NaN",
    "65536, 65534, -2147483648, NaN, NaN, NaN",
    "1, 999, 1, 1, 99.9, 0.1"
  })
  void limits(long v, long o, long s, double volume, double occupancy, double speed)
      throws Exception {
    assertThat(SampleRow.decode(values(v, o, s, 2, 1)))
        .isEqualTo(new SampleRow(volume, occupancy, speed, ZoneStatus.OK, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, UNCERTAIN_CHANGE, UNCERTAIN_CHANGE",
    "2, GOOD, GOOD",
    "3, UNCERTAIN_CHANGE, UNCERTAIN_CHANGE",
    "4, GOOD, GOOD",
    "5, UNCERTAIN_CHANGE, UNCERTAIN_CHANGE",
    "6, BAD_SENSOR, BAD_SENSOR",
    "7, UNCERTAIN_CHANGE, UNCERTAIN_CHANGE",
    "8, BAD_SENSOR, BAD_SENSOR",
    "9, BAD_SENSOR, BAD_SENSOR",
    "10, BAD_SENSOR, BAD_SENSOR",
    "11, BAD_SENSOR, BAD_SENSOR",
    "12, BAD_SENSOR, BAD_SENSOR",
    "13, BAD_SENSOR, BAD_SENSOR",
    "14, UNCERTAIN_CHANGE, BAD_SENSOR"
  })
  void everyStatusHasItsQuality(int code, Quality counts, Quality speed) throws Exception {
    assertThat(readings(17, 123, 415, code, 7))
        .extracting(Reading::quality)
        .containsExactly(counts, counts, speed, Quality.GOOD);
    assertThat(readings(17, 123, 415, code, 7).getLast().value()).isEqualTo(code);
  }

  // A code of a later standard or of a sick sensor: nobody can say what the figures are worth.
  @ParameterizedTest
  @CsvSource({"0", "15", "255", "65535", "-2"})
  void unknownStatusMakesTheRowBad(int code) throws Exception {
    assertThat(readings(17, 123, 415, code, 7))
        .extracting(Reading::quality)
        .containsOnly(Quality.BAD_SENSOR);
  }

  @Test
  void absentRowsAreTold() {
    List<Variable> absent = values(1, 2, 3, 2, 5);
    absent.set(1, Null.noSuchInstance);
    assertThatThrownBy(() -> SampleRow.decode(absent))
        .isInstanceOfSatisfying(SampleRow.Unusable.class, e -> assertThat(e.absent()).isFalse())
        .hasMessage(
            "no occupancy (noSuchInstance): the sensor has no such zone or class, or no complete"
                + " period yet");
    absent.set(0, Null.noSuchObject);
    assertThatThrownBy(() -> SampleRow.decode(absent))
        .isInstanceOfSatisfying(SampleRow.Unusable.class, e -> assertThat(e.absent()).isTrue())
        .hasMessageContaining("the agent has no sampleDataTable of NTCIP 1209");
  }

  @Test
  void wrongTypesAreTold() {
    List<Variable> wrong = values(1, 2, 3, 2, 5);
    wrong.set(2, new OctetString("41.5\n km/h"));
    assertThatThrownBy(() -> SampleRow.decode(wrong))
        .hasMessage("speed: expected INTEGER, found OCTET STRING '41.5 km/h'");
    wrong.set(2, Null.instance);
    assertThatThrownBy(() -> SampleRow.decode(wrong)).hasMessageContaining("found Null 'Null'");
  }
}
