package vn.binhduong.gateway.contract;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All readings of one channel in a message, one cell a row. Immutable.
///
/// A cell holds a value and its quality, or a bad quality without a value, or nothing because the
/// sample had no reading of this channel.
public final class Column {
  /// Most columns of one message.
  public static final int COLUMNS_MAX = 256;

  static final byte ABSENT = -1;
  private static final List<QualityCode> CODES = List.of(QualityCode.values());

  private final String name;
  private final String unit;
  private final double[] values;
  private final byte[] codes;

  /// Takes over the arrays.
  private Column(String name, String unit, double[] values, byte[] codes) {
    this.name = name;
    this.unit = unit;
    this.values = values;
    this.codes = codes;
  }

  /// One column from its cells; for single readings [Batch.Builder] is more convenient.
  ///
  /// @param name channel, or channel with `.min .max .n .sd`
  /// @param unit SenML symbol, 1 to 16 characters
  /// @param values one a row: finite where the quality has a value, else NaN
  /// @param qualities one a row, null where there is no reading
  /// @throws IllegalArgumentException when a rule is broken or there is no reading at all
  public static Column of(
      String name, String unit, double[] values, List<@Nullable QualityCode> qualities) {
    byte[] codes = new byte[values.length];
    if (qualities.size() != values.length) {
      throw new IllegalArgumentException(
          "column %s: expected one quality a value, found %d for %d"
              .formatted(name, qualities.size(), values.length));
    }
    for (int row = 0; row < codes.length; row++) {
      QualityCode quality = qualities.get(row);
      codes[row] = quality == null ? ABSENT : cell(quality);
    }
    return checked(name, unit, values.clone(), codes);
  }

  /// The cell of a reading with this quality.
  static byte cell(QualityCode quality) {
    return (byte) CODES.indexOf(quality);
  }

  /// Checks and takes over the arrays.
  static Column checked(String name, String unit, double[] values, byte[] codes) {
    Ids.requireChannel("column", name);
    SenmlUnits.requireSymbol("unit of " + name, unit);
    boolean empty = true;
    for (int row = 0; row < codes.length; row++) {
      boolean hasValue = codes[row] != ABSENT && CODES.get(codes[row]).hasValue();
      if (hasValue ? !Double.isFinite(values[row]) : !Double.isNaN(values[row])) {
        throw new IllegalArgumentException(
            "column %s, row %d: expected %s, found %s"
                .formatted(
                    name,
                    row,
                    hasValue ? "a finite value" : "no value, because the quality is bad or absent",
                    values[row]));
      }
      values[row] += 0.0; // -0 becomes 0: one number, one form
      empty &= codes[row] == ABSENT;
    }
    if (empty) {
      throw new IllegalArgumentException("column " + name + ": expected at least one reading");
    }
    return new Column(name, unit, values, codes);
  }

  /// Channel, or channel with `.min .max .n .sd`.
  public String name() {
    return name;
  }

  /// SenML symbol of the unit of all values.
  public String unit() {
    return unit;
  }

  /// How many rows it has.
  public int size() {
    return codes.length;
  }

  /// Whether the sample of this row has a reading of this channel.
  public boolean present(int row) {
    return codes[row] != ABSENT;
  }

  /// The value; NaN when the quality is bad or there is no reading.
  public double value(int row) {
    return values[row];
  }

  /// The quality; null when there is no reading.
  public @Nullable QualityCode quality(int row) {
    return present(row) ? CODES.get(codes[row]) : null;
  }

  /// The rows from `fromRow` to before `toRow`, or null when they hold no reading.
  @Nullable Column slice(int fromRow, int toRow) {
    for (int row = fromRow; row < toRow; row++) {
      if (present(row)) {
        return new Column(
            name,
            unit,
            Arrays.copyOfRange(values, fromRow, toRow),
            Arrays.copyOfRange(codes, fromRow, toRow));
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Column column
        && name.equals(column.name)
        && unit.equals(column.unit)
        && Arrays.equals(values, column.values)
        && Arrays.equals(codes, column.codes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append('[').append(unit).append(']');
    for (int row = 0; row < size(); row++) {
      QualityCode quality = quality(row);
      text.append(' ').append(quality == null ? "-" : values[row] + quality.code());
    }
    return text.toString();
  }
}
