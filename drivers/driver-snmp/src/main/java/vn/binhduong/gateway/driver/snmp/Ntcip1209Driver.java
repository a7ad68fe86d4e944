package vn.binhduong.gateway.driver.snmp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;

/// A traffic sensor that speaks NTCIP 1209: the last complete period of each of its zones.
///
/// A poll asks for each zone with one GET and emits one sample with the zones whose period is new
/// by its sequence number; where none is, it emits nothing. Poll at least once per period. Periods
/// that passed unseen are logged and never made up. What happens where a zone fails:
/// - the sensor does not have it, or answers with something else: its channels are BAD_SENSOR;
/// - an error of the agent, or something that is no answer: its channels are BAD_LINK; after
///   [#FAILURES_MAX] such zones nothing more is asked in this poll;
/// - no answer: nothing more is asked in this poll; the channels of this zone and of those not
///   asked are BAD_LINK;
/// - no zone could be read: nothing is emitted, the first failure is thrown.
public final class Ntcip1209Driver implements PolledDriver {
  /// Most zones of one poll that may fail otherwise than by silence; each may cost the timeouts of
  /// the link.
  static final int FAILURES_MAX = 2;

  private final DriverContext context;
  private final SnmpLink link;
  private final AgentIdentity identity;
  private final List<Zone> zones;
  private final List<Channel> channels;
  private final Map<Zone.Row, Periods> periods = new HashMap<>();
  private final Map<Zone.Row, String> faults = new HashMap<>();
  private volatile boolean closed;

  private Ntcip1209Driver(
      List<Zone> zones, DriverContext context, SnmpLink link, AgentIdentity identity) {
    this.zones = zones;
    this.context = context;
    this.link = link;
    this.identity = identity;
    this.channels =
        zones.stream()
            .flatMap(zone -> zone.rows().stream())
            .flatMap(row -> row.channels().stream())
            .toList();
  }

  static Ntcip1209Driver open(Ntcip1209Settings settings, DriverContext context, SnmpLink link)
      throws DriverException, InterruptedException {
    AgentIdentity identity = AgentIdentity.ask(link);
    var driver = new Ntcip1209Driver(settings.toZones(), context, link, identity);
    Zone first = driver.zones.getFirst();
    try {
      SampleRow.decode(rowOf(link.get(first.objects()), 0));
    } catch (SampleRow.Unusable e) {
      throw new DriverException(
          e.absent() ? Kind.MISCONFIGURED : Kind.PROTOCOL,
          "%s: %s: %s".formatted(link, first.rows().getFirst().label(), e.getMessage()),
          e);
    }
    if (settings.firstPeriod() == Ntcip1209Settings.FirstPeriod.SKIP) {
      driver.skipCompletePeriods();
    }
    return driver;
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Identity identity() {
    return new Identity("", identity.description(), identity.name(), "");
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    Poll poll = read();
    ensureOpen();
    if (!poll.readings.isEmpty()) {
      sink.emit(poll.at(), poll.readings);
    }
    poll.seen.forEach(this::note);
  }

  /// The link belongs to the host; a poll that is under way emits nothing any more.
  @Override
  public void close() {
    closed = true;
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  private void skipCompletePeriods() throws DriverException, InterruptedException {
    read().seen.forEach((row, sequence) -> periods.put(row, Periods.NONE.with(sequence)));
  }

  /// Asks for all zones; throws where none could be read.
  private Poll read() throws DriverException, InterruptedException {
    var poll = new Poll();
    for (Zone zone : zones) {
      poll.ask(zone);
    }
    if (!poll.answered) {
      throw poll.first != null ? poll.first : DriverException.unavailable("nothing was asked");
    }
    return poll;
  }

  private static List<Variable> rowOf(List<Variable> values, int row) {
    int columns = SampleRow.COLUMNS.size();
    return values.subList(row * columns, (row + 1) * columns);
  }

  /// Remembers a period that was emitted, and says where some passed unseen: once when it begins,
  /// once when it is over.
  private void note(Zone.Row row, long sequence) {
    Periods before = periods.getOrDefault(row, Periods.NONE);
    Periods after = before.with(sequence);
    periods.put(row, after);
    if (before.beganAnew(sequence)) {
      log(
          System.Logger.Level.INFO,
          "%s: the sequence number went from %d to %d, the sensor began to count anew",
          row.label(),
          before.last().orElseThrow(),
          sequence);
    }
    if (before.missed() == 0 && after.missed() > 0) {
      log(
          System.Logger.Level.WARNING,
          "%s: the sequence number went from %d to %d, %d periods passed unseen; the device must be"
              + " polled at least once per period",
          row.label(),
          before.last().orElseThrow(),
          sequence,
          after.missed());
    }
    if (before.missed() > 0 && after.missed() == 0) {
      log(
          System.Logger.Level.INFO,
          "%s: periods follow one another again, %d passed unseen",
          row.label(),
          before.missed());
    }
  }

  /// Says what is wrong with a row, or that it is well again: once per change.
  private void fault(Zone.Row row, @Nullable String fault) {
    String before = fault == null ? faults.remove(row) : faults.put(row, fault);
    if (fault != null && !fault.equals(before)) {
      log(System.Logger.Level.WARNING, "%s: %s", row.label(), fault);
    } else if (fault == null && before != null) {
      log(System.Logger.Level.INFO, "%s: can be read again", row.label());
    }
  }

  private void log(System.Logger.Level level, String format, Object... arguments) {
    context.logger().log(level, () -> format.formatted(arguments));
  }

  /// One poll: what was answered so far.
  private final class Poll {
    private final List<Reading> readings = new ArrayList<>();
    private final Map<Zone.Row, Long> seen = new LinkedHashMap<>();
    private boolean answered;
    private int failures;
    private @Nullable Instant at;
    private @Nullable DriverException first;

    void ask(Zone zone) throws InterruptedException {
      if (failures >= FAILURES_MAX) {
        zone.rows().forEach(row -> readings.addAll(row.bad(Quality.BAD_LINK)));
        return;
      }
      try {
        List<Variable> values = link.get(zone.objects());
        if (at == null) {
          at = context.clock().instant();
        }
        for (int i = 0; i < zone.rows().size(); i++) {
          decode(zone.rows().get(i), rowOf(values, i));
        }
      } catch (DriverException e) {
        failed(e);
        failures = e.kind() == Kind.UNAVAILABLE ? FAILURES_MAX : failures + 1;
        zone.rows().forEach(row -> readings.addAll(row.bad(Quality.BAD_LINK)));
      }
    }

    Instant at() {
      return at != null ? at : context.clock().instant();
    }

    private void decode(Zone.Row row, List<Variable> values) {
      try {
        SampleRow decoded = SampleRow.decode(values);
        answered = true;
        if (periods.getOrDefault(row, Periods.NONE).seen(decoded.sequence())) {
          fault(row, null);
          return;
        }
        seen.put(row, decoded.sequence());
        readings.addAll(row.readings(decoded));
        fault(row, decoded.status() == null ? "zoneStatus: expected 1 to 14" : null);
      } catch (SampleRow.Unusable e) {
        fault(row, e.getMessage());
        failed(DriverException.protocol("%s: %s: %s".formatted(link, row.label(), e.getMessage())));
        readings.addAll(row.bad(Quality.BAD_SENSOR));
      }
    }

    private void failed(DriverException failure) {
      if (first == null) {
        first = failure;
      }
    }
  }
}
