package vn.binhduong.gateway.driver.snmp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;

/// One device with an SNMP agent, read as its list of objects says.
///
/// A poll asks for all objects, at most [ObjectMap#maxObjects()] at once, and emits one sample.
/// What happens where something fails:
/// - the agent does not have an object, or it holds no number: its channel is BAD_SENSOR, and the
///   log says so once per change; where that is so with all of them, PROTOCOL is thrown;
/// - no answer, an error or something that is no answer: nothing more is asked in this poll; the
///   channels of this request and of those not made are BAD_LINK;
/// - the first request failed so: nothing is emitted, the failure is thrown.
public final class SnmpDriver implements PolledDriver {
  private final DriverContext context;
  private final SnmpLink link;
  private final Identity identity;
  private final int maxObjects;
  private final List<ObjectValue> objects;
  private final List<Channel> channels;
  private final Map<ObjectValue, String> faults = new HashMap<>();
  private volatile boolean closed;

  SnmpDriver(SnmpSettings settings, DriverContext context, SnmpLink link, AgentIdentity agent) {
    this.context = context;
    this.link = link;
    this.identity =
        new Identity(
            settings.profile().maker(),
            settings.profile().model(),
            agent.name(),
            agent.description());
    this.maxObjects = settings.profile().maxObjects();
    this.objects = settings.objects();
    this.channels = objects.stream().map(ObjectValue::toChannel).toList();
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    var readings = new ArrayList<Reading>(channels.size());
    Instant at = null;
    for (int from = 0; from < objects.size(); from += maxObjects) {
      int to = Math.min(from + maxObjects, objects.size());
      List<Variable> values;
      try {
        values = link.get(objects.subList(from, to).stream().map(ObjectValue::name).toList());
      } catch (DriverException e) {
        if (at == null) {
          throw e;
        }
        channels
            .subList(from, channels.size())
            .forEach(channel -> readings.add(channel.bad(Quality.BAD_LINK)));
        break;
      }
      if (at == null) {
        at = context.clock().instant();
      }
      for (int i = from; i < to; i++) {
        readings.add(reading(i, values.get(i - from)));
      }
    }
    ensureOpen();
    if (faults.size() == objects.size()) {
      throw DriverException.protocol(
          "%s: none of %d objects can be read; the first: %s"
              .formatted(link, objects.size(), faults.get(objects.getFirst())));
    }
    sink.emit(Objects.requireNonNull(at, "at least one object"), readings);
  }

  /// The link belongs to the host; a poll that is under way emits nothing any more.
  @Override
  public void close() {
    closed = true;
  }

  private Reading reading(int index, Variable found) {
    ObjectValue object = objects.get(index);
    Channel channel = channels.get(index);
    try {
      double value = object.value(found);
      fault(object, null);
      return Double.isNaN(value) ? channel.bad(Quality.BAD_SENSOR) : channel.reading(value);
    } catch (IllegalArgumentException e) {
      fault(object, e.getMessage());
      return channel.bad(Quality.BAD_SENSOR);
    }
  }

  /// Says what is wrong with an object, or that it is well again: once per change.
  private void fault(ObjectValue object, @Nullable String fault) {
    String before = fault == null ? faults.remove(object) : faults.put(object, fault);
    if (fault != null && before == null) {
      context.logger().log(System.Logger.Level.WARNING, () -> object.channel() + ": " + fault);
    } else if (fault == null && before != null) {
      context
          .logger()
          .log(System.Logger.Level.INFO, () -> object.channel() + ": can be read again");
    }
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }
}
