package vn.binhduong.gateway.driver.linux;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;

/// A quantity of IIO that a gateway carries. Source: Documentation/ABI/testing/sysfs-bus-iio, which
/// is cited with each.
///
/// The kernel does not tell the range of a chip; the ranges here are those of the widest chips it
/// drives.
///
/// @param kernelType its type in the kernel, `massconcentration`
/// @param modifier what stands behind the type, `pm2p5`; null where nothing does
/// @param named whether chips give several that differ in a name: `in_temp_object`
/// @param factor what the unit of the kernel is in the unit of the channel
/// @param channel its channel, where a chip has one
record IioQuantity(
    String kernelType,
    @Nullable String modifier,
    boolean named,
    BigDecimal factor,
    Channel channel) {
  private static final double PM_MAX = 1000;

  /// All of them, in the order of the channels of a device.
  static final List<IioQuantity> ALL =
      List.of(
          // "milli degrees Celsius"; the range of thermocouples (MAX31856)
          of("temp", true, "0.001", "temperature", Unit.CELSIUS, -270, 1800, "Temperature"),
          // "milli percent"
          of(
              "humidityrelative",
              false,
              "0.001",
              "humidity",
              Unit.RELATIVE_HUMIDITY,
              0,
              100,
              "Relative humidity"),
          // "kilopascal"
          of("pressure", false, "10", "pressure", Unit.HECTOPASCAL, 0, 2000, "Pressure"),
          // "percents": 1 % is 10,000 ppm
          new IioQuantity(
              "concentration",
              "co2",
              false,
              new BigDecimal(10_000),
              new Channel("co2", Unit.PARTS_PER_MILLION, 0, 100_000, "Carbon dioxide")),
          // "ug / m3"
          particles("pm1", "pm1", "1"),
          particles("pm2p5", "pm25", "2.5"),
          particles("pm4", "pm4", "4"),
          particles("pm10", "pm10", "10"),
          // "lux"
          of("illuminance", false, "1", "illuminance", Unit.LUX, 0, 200_000, "Illuminance"),
          // "millivolts"
          of("voltage", true, "0.001", "voltage", Unit.VOLT, -1000, 1000, "Voltage"));

  private static IioQuantity of(
      String kernelType,
      boolean named,
      String factor,
      String channel,
      Unit unit,
      double min,
      double max,
      String doc) {
    return new IioQuantity(
        kernelType, null, named, new BigDecimal(factor), new Channel(channel, unit, min, max, doc));
  }

  private static IioQuantity particles(String modifier, String channel, String micrometres) {
    return new IioQuantity(
        "massconcentration",
        modifier,
        false,
        BigDecimal.ONE,
        new Channel(
            channel,
            Unit.MICROGRAM_PER_CUBIC_METRE,
            0,
            PM_MAX,
            "Particles up to %s µm".formatted(micrometres)));
  }

  /// The quantity with these names in the kernel.
  ///
  /// @param modifier what stands behind the type; null where nothing does
  static Optional<IioQuantity> find(String kernelType, @Nullable String modifier) {
    return ALL.stream()
        .filter(quantity -> quantity.kernelType.equals(kernelType) && quantity.admits(modifier))
        .findFirst();
  }

  private boolean admits(@Nullable String found) {
    return modifier == null ? found == null || named : modifier.equals(found);
  }

  /// Its channel under another name.
  Channel channel(String name) {
    return new Channel(name, channel.unit(), channel.min(), channel.max(), channel.doc());
  }
}
