package vn.binhduong.gateway.driver.snmp;

import java.util.ArrayList;
import java.util.List;
import org.snmp4j.smi.OID;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

/// One zone of a sensor: its rows, asked for together, one per vehicle class.
record Zone(int number, List<Row> rows) {
  private static final int ALL_CLASSES = 0;

  Zone(int number, Iterable<Integer> classes) {
    this(number, rowsOf(number, classes));
  }

  private static List<Row> rowsOf(int zone, Iterable<Integer> classes) {
    var rows = new ArrayList<Row>();
    rows.add(Row.of(zone, ALL_CLASSES));
    classes.forEach(vehicleClass -> rows.add(Row.of(zone, vehicleClass)));
    return List.copyOf(rows);
  }

  /// All objects of the zone, row by row.
  List<OID> objects() {
    return rows.stream().flatMap(row -> row.objects().stream()).toList();
  }

  /// One row of the table and the channels it is read into.
  ///
  /// @param label for messages
  /// @param objects what is asked for
  /// @param volume vehicles in the period, count
  /// @param occupancy share of the period, %
  /// @param speed mean speed, km/h
  /// @param status state of the zone, a code
  record Row(
      String label,
      List<OID> objects,
      Channel volume,
      Channel occupancy,
      Channel speed,
      Channel status) {
    static Row of(int zone, int vehicleClass) {
      boolean all = vehicleClass == ALL_CLASSES;
      String prefix = "z" + zone + (all ? "" : "_c" + vehicleClass);
      String of = "zone " + zone + (all ? "" : ", class " + vehicleClass);
      return new Row(
          of,
          SampleRow.objects(zone, vehicleClass),
          new Channel(
              prefix + "_volume",
              Unit.COUNT,
              0,
              SampleRow.MISSING - 1,
              "Vehicles in the period, " + of),
          new Channel(
              prefix + "_occupancy",
              Unit.PERCENT,
              0,
              100,
              "Share of the period in which it was occupied, " + of),
          new Channel(prefix + "_speed", Unit.KILOMETRE_PER_HOUR, 0, 300, "Mean speed, " + of),
          new Channel(
              prefix + "_status",
              Unit.RATIO,
              1,
              ZoneStatus.values().length,
              "State of %s: %s".formatted(of, ZoneStatus.documentation())));
    }

    List<Channel> channels() {
      return List.of(volume, occupancy, speed, status);
    }

    /// The readings of a decoded row.
    List<Reading> readings(SampleRow row) {
      ZoneStatus zone = row.status();
      if (zone == null) {
        return bad(Quality.BAD_SENSOR);
      }
      return List.of(
          reading(volume, row.volume(), zone.quality()),
          reading(occupancy, row.occupancy(), zone.quality()),
          reading(speed, row.speed(), zone.speedQuality()),
          status.reading(zone.code()));
    }

    /// The readings of a row that could not be had.
    List<Reading> bad(Quality quality) {
      return channels().stream().map(channel -> channel.bad(quality)).toList();
    }

    private static Reading reading(Channel channel, double value, Quality quality) {
      return Double.isNaN(value)
          ? channel.bad(Quality.BAD_SENSOR)
          : channel.reading(value).withQuality(quality);
    }
  }
}
