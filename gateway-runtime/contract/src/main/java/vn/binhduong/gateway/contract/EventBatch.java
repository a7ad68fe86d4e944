package vn.binhduong.gateway.contract;

import java.util.List;
import java.util.regex.Pattern;

/// One message of the gateway stream: consecutive events. Immutable.
///
/// @param header which numbers; the device is `gateway`, there is no aggregate
/// @param rows one an event, times strictly increasing; row `k` has number `s0 + k`
public record EventBatch(BatchHeader header, List<Row> rows) implements Message {
  /// Most characters of the JSON of one event.
  public static final int JSON_CHARACTERS_MAX = 8192;

  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /// One event as it travels.
  ///
  /// @param epochMillis when it happened, milliseconds since 1970
  /// @param kind such as `gap`; 1 to 32 characters of `a-z 0-9 -` beginning with a letter
  /// @param json its content: a JSON object of at most 8192 characters
  public record Row(long epochMillis, String kind, String json) {
    public Row {
      Ids.requireTime("time", epochMillis);
      if (!isKind(kind)) {
        throw new IllegalArgumentException(
            "kind: expected 1 to 32 characters of a-z 0-9 - beginning with a letter, found "
                + Problem.shown(kind));
      }
      Ids.requireText("json", json, JSON_CHARACTERS_MAX);
      if (!json.startsWith("{")) {
        throw new IllegalArgumentException(
            "json: expected an object, found " + Problem.shown(json));
      }
    }

    /// The event ready to send.
    public static Row of(long epochMillis, GatewayEvent event) {
      return new Row(epochMillis, event.kind(), event.toJson());
    }

    /// What the event says; an unknown kind becomes an [GatewayEvent.Other].
    ///
    /// @throws ContractException when its content is not what its kind asks for
    public GatewayEvent event() throws ContractException {
      return GatewayEvent.parse(kind, json);
    }
  }

  public EventBatch {
    rows = List.copyOf(rows);
    if (!header.device().equals(Ids.GATEWAY) || header.aggregate() != null) {
      throw new IllegalArgumentException(
          "header: expected device 'gateway' without aggregate, found " + header);
    }
    Ids.requireBetween("rows", rows.size(), 1, Times.ROWS_MAX);
    if (header.count() != rows.size()) {
      throw new IllegalArgumentException(
          "rows: expected %d for numbers %d to %d, found %d"
              .formatted(header.count(), header.s0(), header.s1(), rows.size()));
    }
    long earliest = Times.ABSOLUTE_MILLIS_MIN;
    for (Row row : rows) {
      Ids.requireBetween("time", row.epochMillis(), earliest, Ids.TIME_MILLIS_MAX);
      earliest = row.epochMillis() + 1;
    }
  }

  static boolean isKind(String kind) {
    return KIND.matcher(kind).matches();
  }

  /// Number of a row.
  public long number(int row) {
    return header.s0() + row;
  }

  @Override
  public int rowCount() {
    return rows.size();
  }

  /// The rows from `fromRow` to before `toRow` as a message of its own, as when a message is too
  /// big.
  public EventBatch slice(int fromRow, int toRow) {
    return new EventBatch(
        new BatchHeader(
            header.prefix(),
            header.device(),
            header.epoch(),
            number(fromRow),
            number(toRow - 1),
            header.clock(),
            null),
        rows.subList(fromRow, toRow));
  }
}
