package vn.binhduong.gateway.management.objects;

import static vn.binhduong.gateway.management.objects.Resource.action;
import static vn.binhduong.gateway.management.objects.Resource.integer;
import static vn.binhduong.gateway.management.objects.Resource.integers;
import static vn.binhduong.gateway.management.objects.Resource.number;
import static vn.binhduong.gateway.management.objects.Resource.text;
import static vn.binhduong.gateway.management.objects.Resource.time;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Quality;

/// The sensor objects. Which channel is behind which resource stands in [SensorMap].
final class SensorTables {
  private static final String VALUE = "the last reading; absent when it is bad or the device fails";
  private static final String NO_AVERAGE =
      "averages are made by the consumer of the samples, which has them all";
  private static final String NO_ALARM = "alarms travel as events";
  private static final String NO_PERIOD = "counts by period travel as samples";
  private static final String NOT_TOLD = "not told by a driver";

  private SensorTables() {}

  static final ObjectTable<Sensor> TEMPERATURE =
      measured(single(SensorMap.TEMPERATURE, "One for each channel in Cel."));

  static final ObjectTable<Sensor> HUMIDITY =
      measured(single(SensorMap.HUMIDITY, "One for each channel in %RH."));

  static final ObjectTable<Sensor> BAROMETER =
      measured(single(SensorMap.BAROMETER, "One for each channel in hPa."));

  static final ObjectTable<Sensor> LOUDNESS =
      measured(
          single(
                  SensorMap.LOUDNESS,
                  "One for each channel in dB, for servers that know IPSO alone.")
              .without("a coefficient is not a setting of this gateway", 5821));

  static final ObjectTable<Sensor> ANEMOMETER =
      measured(
          single(
                  SensorMap.ANEMOMETER,
                  "One for each device with `wind_speed` in m/s or `wind_direction` in deg.")
              .with(number(5705, VALUE + ", or when there is no vane", s -> s.value(5705)))
              .without(NOT_TOLD, 5751));

  static final ObjectTable<Sensor> NOISE =
      measured(
          ObjectTable.<Sensor>of(
                  SensorMap.NOISE,
                  "One for each channel in dB.",
                  number(3, VALUE, s -> s.value(3)),
                  number(4, "least good reading since the start or reset", s -> s.min(3)),
                  number(5, "greatest good reading since the start or reset", s -> s.max(3)),
                  number(6, "range of the channel", s -> s.rangeMin(3)),
                  number(7, "range of the channel", s -> s.rangeMax(3)),
                  action(8, "sets both to the present value", s -> s.resetExtremes(3)))
              .without(NOT_TOLD, 1, 2));

  static final ObjectTable<Sensor> AIR_QUALITY =
      measured(
          ObjectTable.<Sensor>of(
                  SensorMap.AIR_QUALITY,
                  "One for each device with a channel `pm1`, `pm25`, `pm10`, `co`, `so2`, `o3`,"
                      + " `no2`, `co2`, `no`, `h2s` or `voc`. A gas in ug/m3 is shown in ppm at"
                      + " 25 °C and 101.325 kPa.")
              .with(
                  Stream.of(1, 3, 5, 7, 9, 12, 15, 17, 19, 21, 23)
                      .<Resource<Sensor>>map(id -> number(id, VALUE, s -> s.value(id)))
                      .toList())
              .without(NO_AVERAGE, 2, 4, 6, 8, 10, 11, 13, 14, 16, 18, 20, 22, 24));

  static final ObjectTable<Sensor> STREAM_GAUGE =
      measured(
          ObjectTable.<Sensor>of(
                  SensorMap.STREAM_GAUGE,
                  "One for each channel `level` or `water_level` in m.",
                  number(1, VALUE, s -> s.value(1)),
                  text(3, "device/channel; cannot be written", Sensor::name),
                  status(4))
              .without(NOT_TOLD, 2)
              .without(NO_ALARM, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17));

  static final ObjectTable<Sensor> RAIN_GAUGE =
      measured(
          ObjectTable.<Sensor>of(
              SensorMap.RAIN_GAUGE,
              "One for each channel `rain` in mm, a total that the instrument keeps.",
              number(
                  1,
                  "growth of the total since the gateway started or the last reset; absent when the"
                      + " last reading is bad or the device fails",
                  s -> s.sinceReset(1)),
              action(
                  2,
                  "begins to count from zero; the instrument keeps its own",
                  s -> s.resetTotal(1)),
              time(
                  3, "of this object, or when the total of the instrument fell", s -> s.resetAt(1)),
              text(4, "device/channel; cannot be written", Sensor::name),
              status(5)));

  static final ObjectTable<Sensor> TRAFFIC =
      measured(
          ObjectTable.<Sensor>of(
                  SensorMap.TRAFFIC,
                  "One for each device with a channel `class`, a vehicle a sample. Resource instance"
                      + " 0 is any vehicle; 1 moto (28), 2 car (9), 3 bus (6), 4 truck (24),"
                      + " 5 container (17), 6 bicycle (5), 7 other (100).",
                  integers(
                      0,
                      "types seen since the start",
                      s -> byType(s, type -> (long) type.getKey())),
                  integers(
                      1,
                      "samples since the gateway started or the last reset",
                      s -> byType(s, type -> type.getValue().total())),
                  action(2, "sets all counts to zero, but those of today", s -> s.resetTotal(1)),
                  integers(
                      3,
                      "samples since midnight, local time, or since the gateway started; absent"
                          + " while the clock is not set",
                      SensorTables::today))
              .without(NO_PERIOD, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17));

  /// All of them, in the order of their ids.
  static final List<ObjectTable<Sensor>> ALL =
      List.of(
          TEMPERATURE,
          HUMIDITY,
          BAROMETER,
          LOUDNESS,
          AIR_QUALITY,
          TRAFFIC,
          NOISE,
          STREAM_GAUGE,
          RAIN_GAUGE,
          ANEMOMETER);

  private static ObjectTable<Sensor> single(int object, String about) {
    return ObjectTable.<Sensor>of(
        object,
        about,
        number(5700, VALUE, s -> s.value(5700)),
        text(5701, "SenML unit of the channel", s -> s.unit(5700)),
        number(5601, "least good reading since the start or reset", s -> s.min(5700)),
        number(5602, "greatest good reading since the start or reset", s -> s.max(5700)),
        number(5603, "range of the channel", s -> s.rangeMin(5700)),
        number(5604, "range of the channel", s -> s.rangeMax(5700)),
        action(5605, "sets both to the present value", s -> s.resetExtremes(5700)),
        text(5750, "device/channel, or the device; cannot be written", Sensor::name));
  }

  private static ObjectTable<Sensor> measured(ObjectTable<Sensor> table) {
    return table
        .with(
            time(
                5518,
                "time of the oldest value behind it; absent while the clock is not set",
                Sensor::time))
        .with(number(6050, "milliseconds of that time", s -> fraction(s.time())))
        .with(
            integer(
                6042,
                "of the least trusted value: 4 GOOD, 3 UNCERTAIN_CHANGE, 2 UNCERTAIN_RANGE,"
                    + " 16 CALIBRATING, 1 bad, or the device fails",
                s -> code(s.quality())))
        .with(
            integer(
                6049,
                "the same: 100 GOOD, 75 UNCERTAIN_CHANGE, 25 UNCERTAIN_RANGE, 0 the others",
                s -> level(s.quality())));
  }

  private static Resource<Sensor> status(int id) {
    return integer(
        id,
        "0 while the value can be used, else 1; absent before the first sample",
        s -> {
          Quality quality = s.quality();
          return quality == null ? null : (Long) (quality.hasValue() ? 0L : 1L);
        });
  }

  private static Map<Integer, Long> byType(
      Sensor sensor, ToLongFunction<Map.Entry<Integer, SensorBook.Passed>> figure) {
    Map<Integer, Long> figures = new TreeMap<>();
    for (Map.Entry<Integer, SensorBook.Passed> entry : sensor.vehicles(1).entrySet()) {
      figures.put(Vehicles.instance(entry.getKey()), figure.applyAsLong(entry));
    }
    return figures;
  }

  private static Map<Integer, Long> today(Sensor sensor) {
    return sensor.book().time(sensor.now()) == null
        ? Map.of()
        : byType(sensor, e -> e.getValue().today());
  }

  private static @Nullable Double fraction(@Nullable Instant time) {
    return time == null ? null : (Double) (Math.floorMod(time.toEpochMilli(), 1000L) / 1e3);
  }

  private static @Nullable Long code(@Nullable Quality quality) {
    return quality == null ? null : (Long) (long) Qualities.indicator(quality);
  }

  private static @Nullable Long level(@Nullable Quality quality) {
    return quality == null ? null : (Long) (long) Qualities.level(quality);
  }
}
