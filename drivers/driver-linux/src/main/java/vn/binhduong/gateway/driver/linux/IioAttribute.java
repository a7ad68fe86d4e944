package vn.binhduong.gateway.driver.linux;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.binhduong.gateway.driver.Channel;

/// One file of an IIO device that carries a value, understood from its name alone.
///
/// The name is `in_<type>[index][-<type><index>][_<modifier or name>]_<input or raw>`; the file of
/// scale or offset is that of the channel itself, or shared by all channels of the type. Source:
/// Documentation/ABI/testing/sysfs-bus-iio.
///
/// @param stem the name without its last part, `in_voltage0`
/// @param kind the type with no index, `in_voltage`, for what channels of a type share; those of
///   differential channels share among themselves: `in_voltage-voltage`
/// @param processed true: `_input`, in the unit of the kernel; false: `_raw`, to be scaled
/// @param channel the channel that it becomes
/// @param quantity what it is
record IioAttribute(
    String stem, String kind, boolean processed, Channel channel, IioQuantity quantity) {
  private static final Pattern NAME =
      Pattern.compile(
          "(in_([a-z]+))([0-9]{0,4})(?:-\\2([0-9]{1,4}))?(?:_([a-z0-9_]+?))?_(input|raw)");

  private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  /// What a file is, from its name; nothing for files that carry no value of a known quantity.
  static Optional<IioAttribute> of(String file) {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      return Optional.empty();
    }
    String index = name.group(3);
    String minus = name.group(4);
    String modifier = name.group(5);
    Optional<IioQuantity> known = IioQuantity.find(name.group(2), modifier);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    IioQuantity quantity = known.get();
    String first = quantity.channel().name();
    String channel =
        first
            + (index.isEmpty() ? "" : apart(first) + index)
            + (minus == null ? "" : "_" + minus)
            + (modifier == null || !quantity.named() ? "" : "_" + modifier);
    if (!CHANNEL.matcher(channel).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new IioAttribute(
            file.substring(0, file.lastIndexOf('_')),
            minus == null ? name.group(1) : name.group(1) + "-" + name.group(2),
            name.group(6).equals("input"),
            quantity.channel(channel),
            quantity));
  }

  /// `pm25` and index 0 are `pm25_0`.
  private static String apart(String channel) {
    return Character.isDigit(channel.charAt(channel.length() - 1)) ? "_" : "";
  }

  /// Names of the files that may hold what is wanted, the most particular first.
  ///
  /// @param what `scale` or `offset`
  List<String> filesOf(String what) {
    return List.of(stem + "_" + what, kind + "_" + what, "in_" + what);
  }
}
