package vn.binhduong.gateway.driver.modbus;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;

/// One unit on a Modbus link, read as its register map says.
///
/// A poll asks for each group of registers once and emits one sample. What happens where a group
/// fails:
/// - refused by the unit while another group was answered: its channels are BAD_SENSOR;
/// - no or a broken answer, also after the retries of the poll: nothing more is asked in this poll;
///   the channels of this group and of those not asked are BAD_LINK;
/// - no group answered with values: nothing is emitted, the first failure is thrown.
///
/// So a poll of a dead unit lasts `1 + retries` timeouts, and no poll longer than a timeout per
/// group and per retry.
public final class ModbusDriver implements PolledDriver {
  private final ModbusSettings settings;
  private final DriverContext context;
  private final ModbusLink link;
  private final Map<Register, Channel> channelOf = new HashMap<>();
  private final List<Channel> channels;
  private final List<RegisterGroup> groups;
  private final Quiet quiet;
  private volatile boolean closed;

  ModbusDriver(ModbusSettings settings, DriverContext context, ModbusLink link) {
    this.settings = settings;
    this.context = context;
    this.link = link;
    List<Register> registers = settings.registers();
    registers.forEach(register -> channelOf.put(register, register.toChannel()));
    this.channels = registers.stream().map(Register::toChannel).toList();
    this.groups = RegisterGroup.of(settings.profile(), registers);
    this.quiet = new Quiet(settings.profile().requestGap());
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Identity identity() {
    return new Identity(settings.profile().maker(), settings.profile().model(), "", "");
  }

  /// Asks once for the first group; throws unless the unit itself answers.
  void prove() throws DriverException, InterruptedException {
    ModbusAnswer answer = ask(groups.getFirst());
    if (answer instanceof ModbusAnswer.Refusal refusal && refusal.unreachable()) {
      throw failure(groups.getFirst(), refusal);
    }
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    var poll = new Poll();
    for (RegisterGroup group : groups) {
      if (!poll.ask(group)) {
        break;
      }
    }
    poll.emit(sink);
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

  private ModbusAnswer ask(RegisterGroup group) throws DriverException, InterruptedException {
    quiet.await();
    try {
      return link.read(group.request(settings.unitId()), settings.timeout());
    } finally {
      quiet.begins();
    }
  }

  private DriverException failure(RegisterGroup group, ModbusAnswer.Refusal refusal) {
    ReadRequest request = group.request(settings.unitId());
    String message = "%s: %s".formatted(request, refusal);
    return refusal.unreachable() || refusal.busy()
        ? DriverException.unavailable(message)
        : DriverException.protocol(message);
  }

  /// One poll: what was answered so far, and how often it may still ask again.
  private final class Poll {
    private final Map<Channel, Reading> readings = new HashMap<>();
    private int retriesLeft = settings.retries();
    private @Nullable Instant at;
    private @Nullable DriverException first;

    /// Asks for one group; says whether the next one is worth asking for.
    boolean ask(RegisterGroup group) throws InterruptedException {
      while (true) {
        DriverException failed;
        try {
          switch (ModbusDriver.this.ask(group)) {
            case ModbusAnswer.Values values -> {
              if (at == null) {
                at = context.clock().instant();
              }
              decode(group, values);
              return true;
            }
            case ModbusAnswer.Refusal refusal -> {
              failed = failure(group, refusal);
              if (!refusal.unreachable() && !refusal.busy()) {
                fail(group, failed, Quality.BAD_SENSOR);
                return true;
              }
            }
          }
        } catch (DriverException e) {
          failed = e;
        }
        if (retriesLeft == 0) {
          fail(group, failed, Quality.BAD_LINK);
          return false;
        }
        retriesLeft--;
      }
    }

    void emit(ReadingSink sink) throws DriverException {
      ensureOpen();
      if (at == null) {
        throw first != null ? first : DriverException.unavailable("nothing was asked");
      }
      sink.emit(
          at,
          channels.stream()
              .map(channel -> readings.getOrDefault(channel, channel.bad(Quality.BAD_LINK)))
              .toList());
    }

    private void decode(RegisterGroup group, ModbusAnswer.Values values) {
      for (Register register : group.registers()) {
        Channel channel = channel(register);
        int index = register.address() - settings.profile().addressBase() - group.address();
        double value =
            register.value(settings.profile().order(), values.range(index, register.length()));
        readings.put(
            channel,
            Double.isNaN(value) ? channel.bad(Quality.BAD_SENSOR) : channel.reading(value));
      }
    }

    private void fail(RegisterGroup group, DriverException failed, Quality quality) {
      if (first == null) {
        first = failed;
      }
      for (Register register : group.registers()) {
        Channel channel = channel(register);
        readings.put(channel, channel.bad(quality));
      }
    }

    private Channel channel(Register register) {
      return java.util.Objects.requireNonNull(channelOf.get(register));
    }
  }
}
