package vn.binhduong.gateway.driver.snmp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.SMIConstants;
import org.snmp4j.smi.Variable;

/// One row of sampleDataTable (NTCIP 1209, node `1.3.6.1.4.1.1206.4.2.4.3.4`), decoded. Pure.
///
/// @param volume vehicles in the period, 0 to 65534, or NaN where the sensor has none
/// @param occupancy share of the period in which the zone was occupied, 0 to 100 %, in steps of
///   0.1, or NaN
/// @param speed mean speed in km/h, in steps of 0.1, or NaN
/// @param status the state of the zone; null for a code that the standard does not know
/// @param sequence number of the period
record SampleRow(
    double volume, double occupancy, double speed, @Nullable ZoneStatus status, long sequence) {
  /// With this a sensor says that it has no figure.
  static final int MISSING = 65_535;

  /// Entry number of the last complete period; 0 is the one in progress.
  static final int LAST_COMPLETE = 1;

  /// Columns that are asked for, in this order: volume, occupancy, speed, zoneStatus,
  /// sequenceNumber.
  static final List<Integer> COLUMNS = List.of(4, 5, 6, 7, 8);

  private static final List<String> NAMES =
      List.of("volume", "occupancy", "speed", "zoneStatus", "sequenceNumber");
  private static final OID ENTRY = new OID("1.3.6.1.4.1.1206.4.2.4.3.4.1");
  private static final int OCCUPANCY_MAX = 1000;

  /// A row that the sensor does not have, or that is not what the standard says.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean absent;

    private Unusable(boolean absent, String message) {
      super(message);
      this.absent = absent;
    }

    /// Whether the sensor does not have the table at all.
    boolean absent() {
      return absent;
    }
  }

  /// The objects of the last complete period of a zone, one per column. The index of the table is
  /// zone, entry, class.
  static List<OID> objects(int zone, int vehicleClass) {
    return COLUMNS.stream()
        .map(column -> new OID(ENTRY).append(column).append(zone))
        .map(object -> object.append(LAST_COMPLETE).append(vehicleClass))
        .toList();
  }

  /// Decodes the values of [#objects].
  ///
  /// @throws Unusable when the sensor does not have the row, or a value is of another type
  static SampleRow decode(List<Variable> values) throws Unusable {
    long volume = number(values, 0);
    long occupancy = number(values, 1);
    long speed = number(values, 2);
    return new SampleRow(
        volume >= 0 && volume < MISSING ? volume : Double.NaN,
        occupancy >= 0 && occupancy <= OCCUPANCY_MAX ? occupancy / 10.0 : Double.NaN,
        speed >= 0 && speed < MISSING ? speed / 10.0 : Double.NaN,
        ZoneStatus.of(number(values, 3)),
        number(values, 4));
  }

  private static long number(List<Variable> values, int column) throws Unusable {
    Variable value = values.get(column);
    return switch (value.getSyntax()) {
      case SMIConstants.SYNTAX_INTEGER,
          SMIConstants.SYNTAX_UNSIGNED_INTEGER32,
          SMIConstants.SYNTAX_COUNTER32 ->
          value.toLong();
      case SMIConstants.EXCEPTION_NO_SUCH_OBJECT ->
          throw new Unusable(
              true,
              "no %s (noSuchObject): the agent has no sampleDataTable of NTCIP 1209"
                  .formatted(NAMES.get(column)));
      case SMIConstants.EXCEPTION_NO_SUCH_INSTANCE, SMIConstants.EXCEPTION_END_OF_MIB_VIEW ->
          throw new Unusable(
              false,
              "no %s (%s): the sensor has no such zone or class, or no complete period yet"
                  .formatted(NAMES.get(column), value));
      default ->
          throw new Unusable(
              false,
              "%s: expected INTEGER, found %s %s"
                  .formatted(NAMES.get(column), value.getSyntaxString(), Text.shown(value)));
    };
  }
}
