package vn.binhduong.gateway.driver.snmp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.UnitSymbols;

/// One object of an agent: where it stands, how it holds a number, what that means.
///
/// Its value is `raw * scale + offset`, computed in decimal and rounded once, so that raw 283 and
/// scale 0.1 give exactly the `double` written 28.3.
///
/// @param channel name of the channel
/// @param oid the object with its instance, in numbers
/// @param type how the value holds a number
/// @param scale what one step of the raw value means, in `unit`; not zero
/// @param offset what raw zero means, in `unit`
/// @param unit SenML symbol
/// @param min least value the instrument can mean
/// @param max greatest value the instrument can mean
/// @param invalid raw values with which the instrument says that it cannot measure
/// @param doc one phrase for people
public record ObjectValue(
    @Option(doc = "Name of the channel.", pattern = "[a-z][a-z0-9_]{0,31}", example = "voltage")
        String channel,
    @Option(
            doc = "The object with its instance, in numbers; a single object ends with .0.",
            pattern = "[0-2](\\.[0-9]{1,10}){2,126}",
            example = "1.3.6.1.2.1.33.1.2.5.0")
        String oid,
    @Option(
            doc =
                "How the value holds a number: number (INTEGER, Gauge32, counters, TimeTicks),"
                    + " decimal (text in an OCTET STRING), float (Opaque of net-snmp).",
            fallback = "number")
        ValueType type,
    @Option(doc = "What one step of the raw value means, in the unit.", fallback = "1")
        double scale,
    @Option(doc = "What raw zero means, in the unit.", fallback = "0") double offset,
    @Option(doc = "SenML unit symbol.", example = "V") String unit,
    @Option(doc = "Least value the instrument can mean, in the unit.", example = "0") double min,
    @Option(doc = "Greatest value the instrument can mean, in the unit.", example = "60")
        double max,
    @Option(doc = "Raw values (before scale) that mean 'cannot measure'.", max = "16")
        List<Long> invalid,
    @Option(doc = "One phrase for people.", optional = true, max = "200") @Nullable String doc) {

  private static final long SUB_IDENTIFIER_MAX = 0xFFFF_FFFFL;

  public ObjectValue {
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
    if (!isOid(oid)) {
      wrong.add("oid: expected numbers up to 4294967295 with dots between, found '" + oid + "'");
    }
    if (!Double.isFinite(scale) || scale == 0) {
      wrong.add("scale: expected a number that is not zero, found " + scale);
    }
    if (!Double.isFinite(offset)) {
      wrong.add("offset: expected a finite number, found " + offset);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "object of '%s': %s".formatted(channel, String.join("; ", wrong)));
    }
  }

  /// Its name on the wire.
  OID name() {
    return new OID(oid);
  }

  /// The channel it is read into.
  Channel toChannel() {
    return new Channel(channel, new Unit(unit), min, max, words(channel, doc));
  }

  /// What the value means, or NaN where it means that it cannot be measured.
  ///
  /// @throws IllegalArgumentException when the agent does not have the object, or it holds no
  ///   number; the message is for people
  double value(Variable found) {
    if (found.isException()) {
      throw new IllegalArgumentException(
          "%s: the agent does not have it (%s)".formatted(oid, found));
    }
    BigDecimal raw = type.number(found);
    if (raw == null) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s %s"
              .formatted(oid, type.expected(), found.getSyntaxString(), Text.shown(found)));
    }
    for (long marker : invalid) {
      if (raw.compareTo(BigDecimal.valueOf(marker)) == 0) {
        return Double.NaN;
      }
    }
    double value =
        raw.multiply(BigDecimal.valueOf(scale)).add(BigDecimal.valueOf(offset)).doubleValue();
    return Double.isFinite(value) ? value : Double.NaN;
  }

  private static boolean isOid(String text) {
    if (!text.matches("[0-2](\\.[0-9]{1,10}){2,126}")) {
      return false;
    }
    for (String part : text.split("\\.", -1)) {
      if (Long.parseLong(part) > SUB_IDENTIFIER_MAX) {
        return false;
      }
    }
    return true;
  }

  private static String words(String channel, @Nullable String doc) {
    return doc == null || doc.isBlank() ? channel.replace('_', ' ') : doc;
  }
}
