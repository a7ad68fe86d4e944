package vn.binhduong.gateway.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes a message of resolved SenML records. Used once.
///
/// The first record is `<prefix><device>/hdr/ep`; from it prefix and device are known. The others
/// may come in any order. Unknown fields of the header and columns with unknown suffixes are
/// ignored.
final class MessageReader implements PackReader.Sink {
  private static final String EPOCH = "/" + Layout.HEADER + "ep";

  private String prefix = "";
  private String device = "";
  private String base = "";
  private @Nullable UUID epoch;
  private long s0;
  private long s1;
  private @Nullable ClockState clock;
  private @Nullable Duration aggregate;
  private final Map<String, Entries> channels = new LinkedHashMap<>();
  private final List<EventBatch.Row> events = new ArrayList<>();

  private MessageReader() {}

  static Message read(byte[] payload, SenmlDecoder.Limits limits) throws ContractException {
    MessageReader reader = new MessageReader();
    PackReader.read(payload, limits, reader);
    try {
      return reader.message();
    } catch (IllegalArgumentException e) {
      throw Json.broken("pack", e);
    }
  }

  @Override
  public void accept(SenmlRecord senml) throws ContractException {
    if (senml.index() == 0) {
      first(senml);
      return;
    }
    if (!senml.name().startsWith(base)) {
      throw senml.problem("n", Problem.shown(senml.name()), "a name below " + base);
    }
    String name = senml.name().substring(base.length());
    if (name.startsWith(Layout.HEADER)) {
      header(senml, name.substring(Layout.HEADER.length()));
    } else if (device.equals(Ids.GATEWAY)) {
      event(senml, name);
    } else {
      reading(senml, name);
    }
  }

  private void first(SenmlRecord senml) throws ContractException {
    int end = senml.name().length() - EPOCH.length();
    int start = Math.max(end, 0);
    while (start > 0 && ":/".indexOf(senml.name().charAt(start - 1)) < 0) {
      start--;
    }
    if (end <= 0
        || !senml.name().endsWith(EPOCH)
        || !Ids.isId(senml.name().substring(start, end))
        || !Ids.isPrefix(senml.name().substring(0, start))) {
      throw senml.problem("n", Problem.shown(senml.name()), "<prefix><device>/hdr/ep");
    }
    prefix = senml.name().substring(0, start);
    device = senml.name().substring(start, end);
    base = senml.name().substring(0, end + 1);
    String text = text(senml);
    if (!text.matches(Json.UUID_PATTERN)) {
      throw senml.problem("vs", Problem.shown(text), "the epoch: a UUID in lower case");
    }
    epoch = UUID.fromString(text);
  }

  private void header(SenmlRecord senml, String field) throws ContractException {
    switch (field) {
      case "s0" -> s0 = number(senml, s0 != 0);
      case "s1" -> s1 = number(senml, s1 != 0);
      case "clk" -> {
        String text = text(senml);
        once(senml, clock != null);
        clock =
            switch (text) {
              case "SYNCED" -> ClockState.SYNCED;
              case "ESTIMATED" -> ClockState.ESTIMATED;
              case "UNSYNCED" -> ClockState.UNSYNCED;
              default ->
                  throw senml.problem(
                      "vs", Problem.shown(text), "one of SYNCED, ESTIMATED, UNSYNCED");
            };
      }
      case "agg" -> {
        once(senml, aggregate != null);
        double seconds = value(senml);
        if (!(seconds >= 1 && seconds <= BatchHeader.AGGREGATE_MAX.toSeconds())) {
          throw senml.problem("v", Double.toString(seconds), "a period of 1 s to 31 days");
        }
        aggregate = Duration.ofMillis(Math.round(seconds * 1000));
      }
      case "ep" -> once(senml, true);
      default -> {} // a later minor version
    }
  }

  private static long number(SenmlRecord senml, boolean known) throws ContractException {
    once(senml, known);
    double value = value(senml);
    if (value != Math.rint(value) || value < 1 || value > Ids.NUMBER_MAX) {
      throw senml.problem("v", Double.toString(value), "a whole number from 1 to 2^53-1");
    }
    return (long) value;
  }

  private static void once(SenmlRecord senml, boolean known) throws ContractException {
    if (known) {
      throw senml.problem("n", Problem.shown(senml.name()), "it once in a pack");
    }
  }

  private void event(SenmlRecord senml, String kind) throws ContractException {
    if (!EventBatch.isKind(kind)) {
      throw senml.problem("n", Problem.shown(kind), "a kind of event: a-z 0-9 -");
    }
    String json = text(senml);
    if (json.length() > EventBatch.JSON_CHARACTERS_MAX || !json.startsWith("{")) {
      throw senml.problem(
          "vs",
          Problem.shown(json),
          "a JSON object of at most " + EventBatch.JSON_CHARACTERS_MAX + " characters");
    }
    events.add(new EventBatch.Row(millis(senml), kind, json));
  }

  private void reading(SenmlRecord senml, String name) throws ContractException {
    boolean isQuality = name.endsWith(Layout.QUALITY_SUFFIX);
    String channel =
        isQuality ? name.substring(0, name.length() - Layout.QUALITY_SUFFIX.length()) : name;
    long millis = millis(senml);
    if (!Ids.isChannel(channel)) {
      return; // a later minor version
    }
    Entries entries = channels.get(channel);
    if (entries == null) {
      if (channels.size() == Column.COLUMNS_MAX) {
        throw senml.problem(
            "n", Problem.shown(channel), "at most " + Column.COLUMNS_MAX + " columns");
      }
      entries = new Entries(unit(senml));
      channels.put(channel, entries);
    } else if (!entries.unit.equals(unit(senml))) {
      throw senml.problem(
          "u", Problem.shown(unit(senml)), "unit '%s' as before".formatted(entries.unit));
    }
    if (isQuality) {
      String code = text(senml);
      QualityCode quality =
          QualityCode.ofCode(code)
              .orElseThrow(
                  () -> senml.problem("vs", Problem.shown(code), "one of R, S, 01, 02, 02L"));
      entries.add(senml.index(), millis, Double.NaN, Column.cell(quality));
    } else {
      entries.add(senml.index(), millis, value(senml), Column.ABSENT);
    }
  }

  private static String unit(SenmlRecord senml) throws ContractException {
    if (senml.unit() == null) {
      throw senml.problem("u", "nothing", "a unit");
    }
    return senml.unit();
  }

  private static String text(SenmlRecord senml) throws ContractException {
    if (senml.text() == null) {
      throw senml.problem("vs", "a value of kind " + senml.kind(), "a string value");
    }
    return senml.text();
  }

  private static double value(SenmlRecord senml) throws ContractException {
    if (senml.kind() != SenmlRecord.Kind.NUMBER) {
      throw senml.problem("v", "a value of kind " + senml.kind(), "a number");
    }
    return senml.value();
  }

  private static long millis(SenmlRecord senml) throws ContractException {
    long millis = Math.round(senml.seconds() * 1000);
    if (millis < Times.ABSOLUTE_MILLIS_MIN || millis > Ids.TIME_MILLIS_MAX) {
      throw senml.problem(
          "t", Double.toString(senml.seconds()), "an absolute time, 2^28 s since 1970 or later");
    }
    return millis;
  }

  private Message message() throws ContractException {
    List<Problem> missing = new ArrayList<>();
    missing(missing, "s0", s0 == 0);
    missing(missing, "s1", s1 == 0);
    missing(missing, "clk", clock == null);
    if (epoch == null || clock == null || !missing.isEmpty()) {
      throw new ContractException("pack", missing);
    }
    BatchHeader header = new BatchHeader(prefix, device, epoch, s0, s1, clock, aggregate);
    if (device.equals(Ids.GATEWAY)) {
      return new EventBatch(header, events);
    }
    Times times = times();
    List<Column> columns = new ArrayList<>(channels.size());
    for (Map.Entry<String, Entries> channel : channels.entrySet()) {
      columns.add(channel.getValue().toColumn(channel.getKey(), times));
    }
    return new Batch(header, times, columns);
  }

  private static void missing(List<Problem> problems, String field, boolean isMissing) {
    if (isMissing) {
      problems.add(new Problem(Layout.HEADER + field, "nothing", "a record"));
    }
  }

  /// All distinct times, ascending.
  private Times times() {
    int count = 0;
    for (Entries entries : channels.values()) {
      count += entries.size;
    }
    long[] all = new long[count];
    int at = 0;
    for (Entries entries : channels.values()) {
      System.arraycopy(entries.millis, 0, all, at, entries.size);
      at += entries.size;
    }
    Arrays.sort(all);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[distinct++] = all[i];
      }
    }
    return Times.of(Arrays.copyOf(all, distinct));
  }

  /// What came of one channel: values and quality codes with their times.
  private static final class Entries {
    private final String unit;
    private int size;
    private int[] records = new int[16];
    private long[] millis = new long[16];
    private double[] values = new double[16];
    private byte[] codes = new byte[16];

    Entries(String unit) {
      this.unit = unit;
    }

    void add(int record, long time, double value, byte code) {
      if (size == records.length) {
        records = Arrays.copyOf(records, size * 2);
        millis = Arrays.copyOf(millis, size * 2);
        values = Arrays.copyOf(values, size * 2);
        codes = Arrays.copyOf(codes, size * 2);
      }
      records[size] = record;
      millis[size] = time;
      values[size] = value;
      codes[size++] = code;
    }

    Column toColumn(String name, Times times) throws ContractException {
      double[] cells = new double[times.size()];
      byte[] qualities = new byte[times.size()];
      Arrays.fill(cells, Double.NaN);
      Arrays.fill(qualities, Column.ABSENT);
      for (int i = 0; i < size; i++) {
        int row = times.rowOf(millis[i]);
        boolean isQuality = codes[i] != Column.ABSENT;
        if (isQuality ? qualities[row] != Column.ABSENT : !Double.isNaN(cells[row])) {
          throw SenmlRecord.problem(
              records[i], "t", "the time of another record of " + name, "each time once");
        }
        if (isQuality) {
          qualities[row] = codes[i];
        } else {
          cells[row] = values[i];
        }
      }
      for (int row = 0; row < cells.length; row++) {
        if (!Double.isNaN(cells[row]) && qualities[row] == Column.ABSENT) {
          qualities[row] = Column.cell(QualityCode.GOOD);
        }
      }
      return Column.checked(name, unit, cells, qualities);
    }
  }
}
