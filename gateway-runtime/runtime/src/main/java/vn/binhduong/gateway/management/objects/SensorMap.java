package vn.binhduong.gateway.management.objects;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;

/// Which channel is shown as which resource: the one table of it, by unit and name.
///
/// A channel that no row names, such as a solar radiation or a minimum of the instrument's own,
/// travels over MQTT and is not shown here.
final class SensorMap {
  static final int TEMPERATURE = 3303;
  static final int HUMIDITY = 3304;
  static final int BAROMETER = 3315;
  static final int LOUDNESS = 3324;
  static final int AIR_QUALITY = 3428;
  static final int TRAFFIC = 3432;
  static final int NOISE = 3433;
  static final int STREAM_GAUGE = 3445;
  static final int RAIN_GAUGE = 3446;
  static final int ANEMOMETER = 3449;

  private static final String ANY = "*";
  private static final Unit UG = Unit.MICROGRAM_PER_CUBIC_METRE;
  private static final Unit PPM = Unit.PARTS_PER_MILLION;

  /// Litres of one mole of gas at 25 °C and 101.325 kPa, the reference of the Vietnamese standards
  /// of ambient air.
  private static final double MOLAR_VOLUME_LITRES = 24.465;

  private SensorMap() {}

  /// One row.
  ///
  /// @param channels names, or `*` for any
  /// @param unit of the channel
  /// @param object it is shown as
  /// @param resource of that object
  /// @param factor from the unit of the channel to that of the resource
  record Row(Set<String> channels, Unit unit, int object, int resource, double factor) {
    boolean matches(Channel channel) {
      return channel.unit().equals(unit)
          && (channels.contains(ANY) || channels.contains(channel.name()));
    }
  }

  static final List<Row> ROWS =
      List.of(
          row(ANY, Unit.CELSIUS, TEMPERATURE, 5700),
          row(ANY, Unit.RELATIVE_HUMIDITY, HUMIDITY, 5700),
          row(ANY, Unit.HECTOPASCAL, BAROMETER, 5700),
          row(ANY, Unit.DECIBEL, LOUDNESS, 5700),
          row(ANY, Unit.DECIBEL, NOISE, 3),
          row("pm10", UG, AIR_QUALITY, 1),
          row("pm25", UG, AIR_QUALITY, 3),
          row("pm1", UG, AIR_QUALITY, 5),
          row("co", PPM, AIR_QUALITY, 7),
          gas("co", AIR_QUALITY, 7, 28.010),
          row("so2", PPM, AIR_QUALITY, 9),
          gas("so2", AIR_QUALITY, 9, 64.058),
          row("o3", PPM, AIR_QUALITY, 12),
          gas("o3", AIR_QUALITY, 12, 47.997),
          row("no2", PPM, AIR_QUALITY, 15),
          gas("no2", AIR_QUALITY, 15, 46.005),
          row("co2", PPM, AIR_QUALITY, 17),
          row("no", PPM, AIR_QUALITY, 19),
          gas("no", AIR_QUALITY, 19, 30.006),
          row("h2s", PPM, AIR_QUALITY, 21),
          gas("h2s", AIR_QUALITY, 21, 34.076),
          row("voc", PPM, AIR_QUALITY, 23),
          row("class", Unit.RATIO, TRAFFIC, 1),
          row("level", Unit.METRE, STREAM_GAUGE, 1),
          row("water_level", Unit.METRE, STREAM_GAUGE, 1),
          row("rain", Unit.MILLIMETRE, RAIN_GAUGE, 1),
          row("wind_speed", Unit.METRE_PER_SECOND, ANEMOMETER, 5700),
          new Row(Set.of("wind_direction", "wind_dir"), Unit.DEGREE, ANEMOMETER, 5705, 1));

  /// Objects of which a device has one instance for all its channels; of the others each channel
  /// has its own.
  private static final Set<Integer> BY_DEVICE = Set.of(AIR_QUALITY, TRAFFIC, ANEMOMETER);

  /// The objects that are in the table.
  static final Set<Integer> OBJECTS =
      ROWS.stream().map(Row::object).collect(Collectors.toUnmodifiableSet());

  private static Row row(String channel, Unit unit, int object, int resource) {
    return new Row(Set.of(channel), unit, object, resource, 1);
  }

  /// A gas in micrograms per cubic metre, shown in parts per million of volume.
  private static Row gas(String channel, int object, int resource, double gramsPerMole) {
    return new Row(
        Set.of(channel), UG, object, resource, MOLAR_VOLUME_LITRES / (gramsPerMole * 1000));
  }

  /// The name of the instance that shows a channel: `device` or `device/channel`.
  static String instance(Row row, String device, Channel channel) {
    return BY_DEVICE.contains(row.object()) ? device : device + "/" + channel.name();
  }

  /// Whether a reading of the channel is a vehicle that passed.
  static boolean isVehicleClass(Channel channel) {
    return ROWS.stream().anyMatch(row -> row.object() == TRAFFIC && row.matches(channel));
  }

  /// The table for people: channel, unit, resource.
  static Map<Integer, List<Row>> byObject() {
    return ROWS.stream().collect(Collectors.groupingBy(Row::object));
  }
}
