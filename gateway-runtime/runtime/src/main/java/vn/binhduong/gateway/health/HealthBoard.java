package vn.binhduong.gateway.health;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Where every component tells its state, and where watchdog, control socket, metrics and
/// management read it.
///
/// Thread-safe; reading never waits for a component that is busy with anything but telling its
/// state.
public final class HealthBoard {
  private static final System.Logger LOG = System.getLogger(HealthBoard.class.getName());

  private final InstantSource clock;
  private final Map<String, Component> components = new ConcurrentSkipListMap<>();
  private final List<Consumer<HealthChange>> listeners = new CopyOnWriteArrayList<>();

  /// @param clock the steady clock of the process, see [ComponentHealth#since]
  public HealthBoard(InstantSource clock) {
    this.clock = clock;
  }

  /// The handle of a component, made STARTING when it is not known yet.
  public Component component(String name) {
    return components.computeIfAbsent(name, key -> new Component(this, key));
  }

  /// Moves a component to a state; see [Component#set].
  public void set(String component, HealthState state, String message) {
    component(component).set(state, message);
  }

  /// Forgets a component that the configuration no longer names.
  public void remove(String component) {
    components.remove(component);
  }

  /// The picture of one component.
  public Optional<ComponentHealth> find(String component) {
    return Optional.ofNullable(components.get(component)).map(Component::picture);
  }

  /// The pictures of all components, by name.
  public List<ComponentHealth> snapshot() {
    return components.values().stream().map(Component::picture).toList();
  }

  /// Adds a listener. It is called once for each change of state, on the thread that made the
  /// change and while that component is locked: it must be brief, must not block, and what it
  /// throws is logged and otherwise ignored.
  public void onChange(Consumer<HealthChange> listener) {
    listeners.add(listener);
  }

  Instant now() {
    return clock.instant();
  }

  void changed(HealthChange change) {
    for (Consumer<HealthChange> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "health: a listener failed on the change of " + change.to().component(),
            e);
      }
    }
  }
}
