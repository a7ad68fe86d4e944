package vn.binhduong.gateway.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One message: consecutive samples of one device, by columns. Immutable.
///
/// The sample of row `k` has number `s0 + k`, without holes. Only aggregates may have fewer rows
/// than numbers: a row then stands for all samples of its period.
///
/// @param header whose samples and which numbers; the device is not `gateway`
/// @param times one a row
/// @param columns 1 to 256, each name once, each as long as `times`; every row has a reading
public record Batch(BatchHeader header, Times times, List<Column> columns) implements Message {
  public Batch {
    columns = List.copyOf(columns);
    if (header.device().equals(Ids.GATEWAY)) {
      throw new IllegalArgumentException(
          "device: expected a device, found 'gateway', whose stream is of events");
    }
    if (header.aggregate() == null
        ? header.count() != times.size()
        : header.count() < times.size()) {
      throw new IllegalArgumentException(
          "rows: expected %s%d for numbers %d to %d, found %d"
              .formatted(
                  header.aggregate() == null ? "" : "at most ",
                  header.count(),
                  header.s0(),
                  header.s1(),
                  times.size()));
    }
    Ids.requireBetween("columns", columns.size(), 1, Column.COLUMNS_MAX);
    Set<String> names = new HashSet<>();
    boolean[] filled = new boolean[times.size()];
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("columns: expected each once, found " + column.name());
      }
      if (column.size() != times.size()) {
        throw new IllegalArgumentException(
            "column %s: expected %d rows, found %d"
                .formatted(column.name(), times.size(), column.size()));
      }
      for (int row = 0; row < filled.length; row++) {
        filled[row] |= column.present(row);
      }
    }
    for (int row = 0; row < filled.length; row++) {
      if (!filled[row]) {
        throw new IllegalArgumentException("row " + row + ": expected at least one reading");
      }
    }
  }

  /// Begins a message.
  ///
  /// @param prefix see [BatchHeader]
  /// @param device see [BatchHeader]
  /// @param s0 number of the first row
  public static Builder builder(
      String prefix, String device, UUID epoch, long s0, ClockState clock) {
    return new Builder(prefix, device, epoch, s0, clock);
  }

  @Override
  public int rowCount() {
    return times.size();
  }

  /// One sample.
  public Row row(int row) {
    if (row < 0 || row >= times.size()) {
      throw new IndexOutOfBoundsException(row);
    }
    return new Row(this, row);
  }

  /// All samples in the order of their numbers.
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>(times.size());
    for (int row = 0; row < times.size(); row++) {
      rows.add(new Row(this, row));
    }
    return rows;
  }

  /// The rows from `fromRow` to before `toRow` as a message of its own, as when a message is too
  /// big.
  ///
  /// @throws IllegalStateException when rows are not numbered one by one, see [Row#number]
  public Batch slice(int fromRow, int toRow) {
    if (fromRow < 0 || fromRow >= toRow || toRow > times.size()) {
      throw new IndexOutOfBoundsException(
          "rows: expected a part of 0 to %d, found %d to %d"
              .formatted(times.size(), fromRow, toRow));
    }
    BatchHeader part =
        new BatchHeader(
            header.prefix(),
            header.device(),
            header.epoch(),
            row(fromRow).number(),
            row(toRow - 1).number(),
            header.clock(),
            header.aggregate());
    List<Column> parts = new ArrayList<>();
    for (Column column : columns) {
      Column slice = column.slice(fromRow, toRow);
      if (slice != null) {
        parts.add(slice);
      }
    }
    return new Batch(part, times.slice(fromRow, toRow), parts);
  }

  /// One reading of a sample.
  ///
  /// @param channel name of its column
  /// @param unit SenML symbol
  /// @param value NaN if and only if the quality is bad
  /// @param quality how far it can be trusted
  public record Reading(String channel, String unit, double value, QualityCode quality) {}

  /// One sample of a message: a view, no copy.
  ///
  /// @param batch the message
  /// @param index the row, from 0
  public record Row(Batch batch, int index) {
    /// Number of the sample in its stream.
    ///
    /// @throws IllegalStateException when the message holds aggregates, fewer than numbers
    public long number() {
      if (batch.header.count() != batch.times.size()) {
        throw new IllegalStateException(
            "aggregates of samples %d to %d have no numbers of their own"
                .formatted(batch.header.s0(), batch.header.s1()));
      }
      return batch.header.s0() + index;
    }

    /// Time of the sample, milliseconds since 1970.
    public long epochMillis() {
      return batch.times.get(index);
    }

    /// Time of the sample.
    public Instant time() {
      return Instant.ofEpochMilli(epochMillis());
    }

    /// The readings of the sample.
    public List<Reading> readings() {
      List<Reading> readings = new ArrayList<>(batch.columns.size());
      for (Column column : batch.columns) {
        QualityCode quality = column.quality(index);
        if (quality != null) {
          readings.add(new Reading(column.name(), column.unit(), column.value(index), quality));
        }
      }
      return readings;
    }
  }

  /// Collects a message row by row. Not thread-safe; used once.
  public static final class Builder {
    private final String prefix;
    private final String device;
    private final UUID epoch;
    private final long s0;
    private final ClockState clock;
    private final Map<String, Cells> cells = new LinkedHashMap<>();
    private long[] times = new long[16];
    private int rows;
    private @Nullable Duration aggregate;
    private long s1;

    private Builder(String prefix, String device, UUID epoch, long s0, ClockState clock) {
      this.prefix = prefix;
      this.device = device;
      this.epoch = epoch;
      this.s0 = s0;
      this.clock = clock;
    }

    /// Says that the values are aggregates over this period, which stand for samples to `s1`.
    public Builder aggregate(Duration period, long s1) {
      this.aggregate = period;
      this.s1 = s1;
      return this;
    }

    /// Begins the next row.
    ///
    /// @param epochMillis milliseconds since 1970, later than the row before
    public Builder row(long epochMillis) {
      if (rows == Times.ROWS_MAX) {
        throw new IllegalArgumentException("rows: expected at most " + Times.ROWS_MAX);
      }
      if (rows == times.length) {
        times = Arrays.copyOf(times, rows * 2);
      }
      times[rows++] = epochMillis;
      return this;
    }

    /// Adds a reading to the current row.
    ///
    /// @param channel channel, or channel with `.min .max .n .sd`
    /// @param unit SenML symbol, the same in every row
    /// @param value NaN if and only if the quality is bad
    public Builder reading(String channel, String unit, double value, QualityCode quality) {
      if (rows == 0) {
        throw new IllegalStateException("reading of " + channel + " before the first row");
      }
      Cells column = cells.get(channel);
      if (column == null) {
        column = new Cells(unit, times.length);
        cells.put(channel, column);
      } else if (!column.unit.equals(unit)) {
        throw new IllegalArgumentException(
            "unit of %s: expected %s as before, found %s".formatted(channel, column.unit, unit));
      }
      if (!column.set(rows - 1, value, Column.cell(quality))) {
        throw new IllegalArgumentException(
            "row %d: expected one reading of %s, found two".formatted(rows - 1, channel));
      }
      return this;
    }

    /// Adds a good reading to the current row.
    public Builder reading(String channel, String unit, double value) {
      return reading(channel, unit, value, QualityCode.GOOD);
    }

    /// How many rows there are so far.
    public int rowCount() {
      return rows;
    }

    /// The message.
    ///
    /// @throws IllegalArgumentException when it breaks a rule
    public Batch build() {
      Times checked = Times.of(Arrays.copyOf(times, rows));
      BatchHeader header =
          new BatchHeader(
              prefix, device, epoch, s0, aggregate == null ? s0 + rows - 1 : s1, clock, aggregate);
      List<Column> columns = new ArrayList<>(cells.size());
      cells.forEach((name, column) -> columns.add(column.toColumn(name, rows)));
      return new Batch(header, checked, columns);
    }
  }

  /// One column while it grows.
  private static final class Cells {
    private final String unit;
    private double[] values;
    private byte[] codes;

    Cells(String unit, int capacity) {
      this.unit = unit;
      this.values = new double[capacity];
      this.codes = new byte[capacity];
      Arrays.fill(values, Double.NaN);
      Arrays.fill(codes, Column.ABSENT);
    }

    boolean set(int row, double value, byte code) {
      grow(row + 1);
      if (codes[row] != Column.ABSENT) {
        return false;
      }
      values[row] = value;
      codes[row] = code;
      return true;
    }

    Column toColumn(String name, int rows) {
      grow(rows);
      return Column.checked(name, unit, Arrays.copyOf(values, rows), Arrays.copyOf(codes, rows));
    }

    private void grow(int rows) {
      int old = codes.length;
      if (rows > old) {
        int capacity = Math.max(rows, old * 2);
        values = Arrays.copyOf(values, capacity);
        codes = Arrays.copyOf(codes, capacity);
        Arrays.fill(values, old, capacity, Double.NaN);
        Arrays.fill(codes, old, capacity, Column.ABSENT);
      }
    }
  }
}
