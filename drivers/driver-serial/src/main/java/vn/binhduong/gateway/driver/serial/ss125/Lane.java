package vn.binhduong.gateway.driver.serial.ss125;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

/// The channels of one lane.
///
/// @param number of the lane, from 1
/// @param volume vehicles in the interval
/// @param occupancy share of the interval, %
/// @param speed mean speed, km/h
/// @param speed85 85th percentile of the speed, km/h
/// @param classes vehicles of each class
/// @param gaps headway and gap, seconds; empty where they are not told
record Lane(
    int number,
    Channel volume,
    Channel occupancy,
    Channel speed,
    Channel speed85,
    List<Channel> classes,
    List<Channel> gaps) {
  private static final double COUNT_MAX = 100_000;
  private static final double SPEED_MAX = 250;
  private static final double SECONDS_MAX = 8_388;

  static Lane of(int number, boolean headways) {
    String prefix = "l" + number;
    String in = ", lane " + number;
    return new Lane(
        number,
        count(prefix + "_volume", "Vehicles in the interval" + in),
        new Channel(
            prefix + "_occupancy",
            Unit.PERCENT,
            0,
            100,
            "Share of the interval in which it was occupied" + in),
        speed(prefix + "_speed", "Mean speed" + in),
        speed(prefix + "_speed85", "85th percentile of the speed" + in),
        IntStream.rangeClosed(1, IntervalPacket.CLASSES)
            .mapToObj(c -> count(prefix + "_c" + c, "Vehicles of class " + c + in))
            .toList(),
        headways
            ? List.of(
                seconds(prefix + "_headway", "Mean time from front to front" + in),
                seconds(prefix + "_gap", "Mean time from end to front" + in))
            : List.of());
  }

  private static Channel count(String name, String doc) {
    return new Channel(name, Unit.COUNT, 0, COUNT_MAX, doc);
  }

  private static Channel speed(String name, String doc) {
    return new Channel(name, Unit.KILOMETRE_PER_HOUR, 0, SPEED_MAX, doc);
  }

  private static Channel seconds(String name, String doc) {
    return new Channel(name, Unit.SECOND, 0, SECONDS_MAX, doc);
  }

  List<Channel> channels() {
    List<Channel> channels = new ArrayList<>(List.of(volume, occupancy, speed, speed85));
    channels.addAll(classes);
    channels.addAll(gaps);
    return channels;
  }

  /// What a packet says of this lane; a mean of no vehicles is none.
  List<Reading> readings(IntervalPacket packet, SensorSetup setup) {
    List<Reading> readings = new ArrayList<>();
    readings.add(reading(volume, packet.volume()));
    readings.add(reading(occupancy, packet.occupancy()));
    readings.add(reading(speed, converted(packet.speed(), setup)));
    readings.add(reading(speed85, converted(packet.speed85(), setup)));
    for (int i = 0; i < classes.size(); i++) {
      readings.add(reading(classes.get(i), packet.classes().get(i)));
    }
    boolean none = packet.volume().orElse(0) == 0;
    List<OptionalDouble> millis = List.of(packet.headway(), packet.gap());
    for (int i = 0; i < gaps.size(); i++) {
      OptionalDouble value = none ? OptionalDouble.empty() : millis.get(i);
      readings.add(
          reading(
              gaps.get(i),
              value.isPresent() ? OptionalDouble.of(value.getAsDouble() / 1000) : value));
    }
    return readings;
  }

  /// The readings of a lane that the sensor does not have.
  List<Reading> bad() {
    return channels().stream().map(channel -> channel.bad(Quality.BAD_SENSOR)).toList();
  }

  private static OptionalDouble converted(OptionalDouble speed, SensorSetup setup) {
    return speed.isPresent() ? OptionalDouble.of(setup.speed(speed.getAsDouble())) : speed;
  }

  private static Reading reading(Channel channel, OptionalDouble value) {
    return value.isPresent()
        ? channel.reading(value.getAsDouble())
        : channel.bad(Quality.BAD_SENSOR);
  }
}
