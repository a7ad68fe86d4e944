package vn.binhduong.gateway.contract;

import java.time.Duration;
import java.util.List;

/// The order of the records of a message: header, then channel by channel, or event by event.
final class Layout {
  /// Between the device and the fields of the header.
  static final String HEADER = "hdr/";

  /// After a channel whose quality it tells.
  static final String QUALITY_SUFFIX = ".q";

  private Layout() {}

  static void write(Batch batch, PackWriter writer) {
    BatchHeader header = batch.header();
    String base = header.prefix() + header.device() + "/";
    long baseTime = batch.times().get(0);
    boolean secondary = false;
    for (Column column : batch.columns()) {
      secondary |= SenmlUnits.isSecondary(column.unit());
    }
    header(header, base, baseTime, secondary, writer);
    String unit = "";
    for (Column column : batch.columns()) {
      column(column, base, batch.times(), unit, writer);
      unit = column.unit();
    }
  }

  static void write(EventBatch events, PackWriter writer) {
    BatchHeader header = events.header();
    List<EventBatch.Row> rows = events.rows();
    long baseTime = rows.getFirst().epochMillis();
    header(header, header.prefix() + header.device() + "/", baseTime, false, writer);
    for (EventBatch.Row row : rows) {
      writer.record();
      writer.name(row.kind());
      time(row.epochMillis() - baseTime, writer);
      writer.value(row.json());
    }
  }

  private static void header(
      BatchHeader header, String base, long baseTime, boolean secondary, PackWriter writer) {
    writer.record();
    if (secondary) {
      writer.baseVersion(SenmlUnits.VERSION_SECONDARY);
    }
    writer.baseName(base);
    writer.baseTime(baseTime);
    writer.name(HEADER + "ep");
    writer.value(header.epoch().toString());
    field("s0", (double) header.s0(), writer);
    field("s1", (double) header.s1(), writer);
    writer.record();
    writer.name(HEADER + "clk");
    writer.value(header.clock().name());
    Duration aggregate = header.aggregate();
    if (aggregate != null) {
      field("agg", aggregate.toMillis() / 1000.0, writer);
    }
  }

  private static void field(String name, double value, PackWriter writer) {
    writer.record();
    writer.name(HEADER + name);
    writer.value(value);
  }

  private static void column(
      Column column, String base, Times times, String unitBefore, PackWriter writer) {
    String unit = unitBefore;
    boolean named = false;
    for (int row = 0; row < column.size(); row++) {
      if (!Double.isNaN(column.value(row))) {
        writer.record();
        if (!named) {
          writer.baseName(base + column.name());
          unit = unit(column, unit, writer);
          named = true;
        }
        time(times.get(row) - times.get(0), writer);
        writer.value(column.value(row));
      }
    }
    named = false;
    for (int row = 0; row < column.size(); row++) {
      QualityCode quality = column.quality(row);
      if (quality != null && quality != QualityCode.GOOD) {
        writer.record();
        if (!named) {
          writer.baseName(base + column.name() + QUALITY_SUFFIX);
          unit = unit(column, unit, writer);
          named = true;
        }
        time(times.get(row) - times.get(0), writer);
        writer.value(quality.code());
      }
    }
  }

  private static String unit(Column column, String unitBefore, PackWriter writer) {
    if (!column.unit().equals(unitBefore)) {
      writer.baseUnit(column.unit());
    }
    return column.unit();
  }

  private static void time(long millis, PackWriter writer) {
    if (millis != 0) {
      writer.time(millis);
    }
  }
}
