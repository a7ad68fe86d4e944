package vn.binhduong.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.ReceiverSettings;
import vn.binhduong.gateway.config.UnitSettings;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.pipeline.AlarmNews;
import vn.binhduong.gateway.pipeline.DevicePlan;
import vn.binhduong.gateway.pipeline.Pipeline;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StreamLedger;

/// The pipeline with what it needs of the other parts: its past from the store, the health of the
/// devices, the instruments that measure, and the book of alarms. Thread-safe.
final class Processing {
  private final HealthBoard health;
  private final AlarmBook alarms;
  private final Instruments instruments;
  private final Pipeline pipeline;
  private final boolean astray;

  /// Reads the past, for at most a few seconds, and ends alarms that are no longer configured.
  ///
  /// @param directory the data directory
  /// @param tell takes the events of alarms
  Processing(
      Configuration configuration,
      Path directory,
      GatewayClock clock,
      Store store,
      HealthBoard health,
      Consumer<GatewayEvent> tell) {
    this.health = health;
    alarms = AlarmBook.read(directory, tell);
    instruments = new Instruments(configuration, directory, clock, alarms, tell);
    UnitSettings unit = configuration.settings().gateway();
    ReceiverSettings receiver = unit.place() == null ? null : unit.receiver();
    Map<String, DevicePlan> plans = Plans.pipeline(configuration);
    Map<String, Set<String>> held =
        alarms.held(
            (device, code) -> {
              DevicePlan plan = plans.get(device);
              return (plan != null && plan.alarms().containsKey(code))
                  || instruments.raises(device, code)
                  || (receiver != null
                      && receiver.device().equals(device)
                      && code.equals(Receiver.ASTRAY));
            });
    astray =
        receiver != null
            && held.getOrDefault(receiver.device(), Set.of()).contains(Receiver.ASTRAY);
    pipeline = new Pipeline(clock, plans, held, alarms::accept);
    Set<String> stored =
        store.ledger().stream().map(StreamLedger::device).collect(Collectors.toSet());
    Map<String, Duration> memory = new HashMap<>(pipeline.memory());
    memory.keySet().retainAll(stored);
    pipeline.recall(new StoredPast(directory, clock, memory));
  }

  /// What stands at the devices.
  Instruments instruments() {
    return instruments;
  }

  /// Whether the gateway was astray when the process before this one ended.
  boolean wasAstray() {
    return astray;
  }

  /// An alarm that is not of a channel begins or ends.
  void alarm(AlarmNews news) {
    alarms.accept(news);
  }

  /// What is to be stored of a sample that was corrected, in order.
  List<Sample> accept(Sample sample) {
    return pipeline.accept(sample);
  }

  /// Once a second.
  ///
  /// @return what is to be stored, in order
  List<Sample> look() {
    List<Sample> ended = pipeline.tick(this::works);
    instruments.look();
    alarms.look();
    return ended;
  }

  private boolean works(String device) {
    return health
        .find(Gateway.DEVICE_PREFIX + device)
        .filter(found -> found.state() == HealthState.OK || found.state() == HealthState.DEGRADED)
        .isPresent();
  }

  /// For a clean stop, after acquisition has stopped.
  ///
  /// @return what is to be stored, in order
  List<Sample> close() {
    List<Sample> open = pipeline.flush();
    alarms.look();
    return open;
  }
}
