package vn.binhduong.gateway.driver.modbus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.UnitSymbols;

/// One quantity of a register map: where it stands, how it is coded, what it means.
///
/// Its value is `raw * scale + offset`, computed in decimal and rounded once, so that raw 283 and
/// scale 0.1 give exactly the `double` written 28.3.
///
/// @param channel name of the channel
/// @param address of its first register, as the datasheet counts them
/// @param function function code to read it, 1 to 4; null: that of the map
/// @param type coding of the value
/// @param order order of its bytes; null: that of the map
/// @param bit the bit of a 16-bit register that is the value, 0 is the least significant; null: the
///   whole register
/// @param scale what one step of the raw value means, in `unit`; not zero
/// @param offset what raw zero means, in `unit`
/// @param unit SenML symbol
/// @param min least value the instrument can mean
/// @param max greatest value the instrument can mean
/// @param invalid raw values (or patterns of bits, as 0x7FFF) with which the instrument says that
///   it cannot measure
/// @param doc one phrase for people
public record Register(
    @Option(doc = "Name of the channel.", pattern = "[a-z][a-z0-9_]{0,31}", example = "temperature")
        String channel,
    @Option(
            doc = "First register of the value, as the datasheet counts them.",
            min = "0",
            max = "465536",
            example = "1")
        int address,
    @Option(
            doc =
                "Function code: 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers;"
                    + " without it that of the map.",
            optional = true,
            min = "1",
            max = "4")
        @Nullable Integer function,
    @Option(doc = "Coding of the value.", example = "s16") RegisterType type,
    @Option(doc = "Order of the bytes of the value; without it that of the map.", optional = true)
        @Nullable WordOrder order,
    @Option(
            doc = "Take this bit of a 16-bit register as the value; 0 is the least significant.",
            optional = true,
            min = "0",
            max = "15")
        @Nullable Integer bit,
    @Option(doc = "What one step of the raw value means, in the unit.", fallback = "1")
        double scale,
    @Option(doc = "What raw zero means, in the unit.", fallback = "0") double offset,
    @Option(doc = "SenML unit symbol.", example = "Cel") String unit,
    @Option(doc = "Least value the instrument can mean, in the unit.", example = "-40") double min,
    @Option(doc = "Greatest value the instrument can mean, in the unit.", example = "80")
        double max,
    @Option(
            doc =
                "Raw values (before scale), or patterns of bits such as 0x7FFF, that mean 'cannot"
                    + " measure'.",
            max = "16")
        List<Long> invalid,
    @Option(doc = "One phrase for people.", optional = true, max = "200") @Nullable String doc) {

  public Register {
    invalid = List.copyOf(invalid);
    var wrong = new ArrayList<String>();
    try {
      new Channel(channel, new Unit(unit), min, max, words(channel, doc));
    } catch (IllegalArgumentException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    if (!UnitSymbols.known(unit)) {
      wrong.add(
          "unit: expected a SenML symbol, found '%s'%s".formatted(unit, UnitSymbols.hint(unit)));
    }
    if (!Double.isFinite(scale) || scale == 0) {
      wrong.add("scale: expected a number that is not zero, found " + scale);
    }
    if (!Double.isFinite(offset)) {
      wrong.add("offset: expected a finite number, found " + offset);
    }
    if (bit != null && type != RegisterType.U16) {
      wrong.add("bit: only a register of type u16 has bits to choose, found type " + lower(type));
    }
    if (bit != null && (bit < 0 || bit > 15)) {
      wrong.add("bit: expected 0 to 15, found " + bit);
    }
    if (address < 0 || address > 465_536) {
      wrong.add("address: expected 0 to 465536, found " + address);
    }
    for (long marker : invalid) {
      if (!type.canBe(marker)) {
        wrong.add("invalid: a value of type %s is never %d".formatted(lower(type), marker));
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "register of '%s': %s".formatted(channel, String.join("; ", wrong)));
    }
  }

  /// How many registers the value takes.
  int length() {
    return type.registers();
  }

  /// The channel it is read into.
  Channel toChannel() {
    return new Channel(channel, new Unit(unit), min, max, words(channel, doc));
  }

  /// The value that these registers mean, or NaN where they mean that it cannot be measured.
  ///
  /// @param fallback the order of the map
  /// @param registers as they came, each 0 to 65535 (a bit: 0 or 1)
  double value(WordOrder fallback, int... registers) {
    long bits = (order != null ? order : fallback).assemble(registers);
    for (long marker : invalid) {
      if (type.isMarker(bits, marker)) {
        return Double.NaN;
      }
    }
    BigDecimal raw = type.number(bit != null ? (bits >>> bit) & 1 : bits);
    if (raw == null) {
      return Double.NaN;
    }
    double value =
        raw.multiply(BigDecimal.valueOf(scale)).add(BigDecimal.valueOf(offset)).doubleValue();
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /// This register as a choice of an option makes it.
  Register with(Choice choice) {
    return new Register(
        channel,
        choice.address() != null ? choice.address() : address,
        function,
        choice.type() != null ? choice.type() : type,
        choice.order() != null ? choice.order() : order,
        bit,
        choice.scale() != null ? choice.scale() : scale,
        choice.offset() != null ? choice.offset() : offset,
        unit,
        min,
        max,
        invalid,
        doc);
  }

  private static String words(String channel, @Nullable String doc) {
    return doc == null || doc.isBlank() ? channel.replace('_', ' ') : doc;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
