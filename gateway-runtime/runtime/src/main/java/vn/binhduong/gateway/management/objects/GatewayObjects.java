package vn.binhduong.gateway.management.objects;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.node.ObjectLink;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.management.objects.ManagedValues.Device;
import vn.binhduong.gateway.management.objects.ManagedValues.Link;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;

/// The objects by which a management server sees the gateway: sensors, devices, links, buffer,
/// clock, network, place, traffic, names, configuration, events and log.
///
/// [#measured] may be called from any thread and never waits for a server; servers read from
/// Leshan's threads; [#look] is called by one thread, about once a second: it lets instances come
/// and go with what is configured, and tells observers what has changed.
public final class GatewayObjects {
  /// A picture of the devices is used again for this long, nanoseconds: reading an instance asks
  /// for it once, a look for every instance.
  private static final long FRESH_NANOS = 500_000_000;

  /// How long a configuration that a server writes may take to prove itself, seconds.
  public static final int DESIRED_SECONDS = 300;

  private final ManagedValues values;
  private final SystemFacts facts;
  private final InstanceIds ids;
  private final Supplier<BootTime> clock;
  private final SensorBook book;
  private final DataMeter meter;
  private final Map<Integer, TableObject<?>> objects = new LinkedHashMap<>();
  private final Map<String, List<Channel>> channels = new HashMap<>();
  private volatile Shape shape = new Shape(Map.of(), Map.of());
  private Devices devices = new Devices(Map.of(), Long.MIN_VALUE);

  /// Which channels are behind which sensor instance.
  ///
  /// @param parts by object and name of the instance
  /// @param links the instances of a device
  private record Shape(
      Map<Integer, Map<String, Behind>> parts, Map<String, List<ObjectLink>> links) {}

  /// What is behind a sensor instance.
  private record Behind(String device, Map<Integer, Source> sources) {}

  private record Source(Channel channel, double factor) {}

  private record Devices(Map<String, Device> byId, long atNanos) {}

  /// Makes the objects; [#look] shows what is there now.
  ///
  /// @param values what there is to tell
  /// @param facts of the system
  /// @param ids keeps the ids of instances
  /// @param clock now, as samples are stamped
  /// @param wall the wall time of a sample, as known when asked
  /// @param zone where a day begins
  public GatewayObjects(
      ManagedValues values,
      SystemFacts facts,
      InstanceIds ids,
      Supplier<BootTime> clock,
      Function<BootTime, WallTime> wall,
      ZoneId zone) {
    this.values = values;
    this.facts = facts;
    this.ids = ids;
    this.clock = clock;
    this.book = new SensorBook(wall, zone);
    this.meter = new DataMeter(facts::traffic, () -> clock.get().nanos());
    Map<Integer, ObjectModel> models =
        models().stream().collect(Collectors.toMap(model -> model.id, Function.identity()));
    tables()
        .forEach(
            table -> {
              ObjectModel model = models.get(table.object());
              if (model == null) {
                throw new IllegalStateException("object %d has no model".formatted(table.object()));
              }
              objects.put(table.object(), new TableObject<>(model, table));
            });
    look();
  }

  /// Every object, in the order of their ids within their kind.
  static List<ObjectTable<?>> tables() {
    return Stream.of(
            SensorTables.ALL,
            GatewayTables.ALL,
            List.of(FirmwareTable.FIRMWARE),
            SoftwareTables.ALL,
            StandardTables.ALL)
        .<ObjectTable<?>>flatMap(List::stream)
        .toList();
  }

  /// The models of these objects, and of those that Leshan brings along.
  public static List<ObjectModel> models() {
    List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
    models.addAll(Models.load());
    return models;
  }

  /// The objects, for a Leshan client.
  public List<LwM2mObjectEnabler> enablers() {
    return List.copyOf(objects.values());
  }

  /// Takes what a device measured.
  public void measured(Sample sample) {
    book.accept(sample);
  }

  /// Where it stands how well a device is: paths of its state, and of the reason where there is
  /// one; empty for one that is not shown. From any thread.
  public List<String> pathsOfHealth(String device) {
    OptionalInt instance = object(GatewayTables.DEVICE).instanceOf(device);
    Device now = device(device);
    if (instance.isEmpty() || now == null) {
      return List.of();
    }
    String state =
        "/%d/%d/%d"
            .formatted(GatewayTables.DEVICE.object(), instance.getAsInt(), GatewayTables.STATE);
    return now.health().message().isEmpty()
        ? List.of(state)
        : List.of(
            state,
            "/%d/%d/%d"
                .formatted(
                    GatewayTables.DEVICE.object(), instance.getAsInt(), GatewayTables.REASON));
  }

  /// Lets instances come and go, and tells observers what has changed.
  public void look() {
    meter.look();
    List<Device> configured = values.devices();
    remember(configured);
    shape = shape();
    SensorTables.ALL.forEach(this::showSensors);
    showAll(GatewayTables.DEVICE, configured.stream().map(Device::id).toList(), this::shown);
    showAll(GatewayTables.LINK, values.links().stream().map(Link::name).toList(), this::link);
    showOne(GatewayTables.BUFFER, 0, values::buffer);
    showOne(
        GatewayTables.CLOCK,
        0,
        () -> new GatewayTables.Timed(values.clock(), values.unit().uptime()));
    showOne(StandardTables.CONNECTIVITY, 0, () -> StandardTables.Network.of(facts));
    List<ManagedValues.Pack> packs = values.packs();
    showAll(
        SoftwareTables.PACK,
        packs.stream().map(ManagedValues.Pack::name).toList(),
        name -> packs.stream().filter(pack -> pack.name().equals(name)).findFirst().orElse(null));
    showOne(
        SoftwareTables.BROKER,
        0,
        () -> new SoftwareTables.Connection(values.broker(), values::desireBroker));
    showOne(FirmwareTable.FIRMWARE, 0, () -> values.firmware().orElse(null));
    showOne(StandardTables.LOCATION, 0, () -> values.unit().place().orElse(null));
    showOne(StandardTables.STATISTICS, 0, () -> meter);
    showOne(StandardTables.PORTFOLIO, 0, () -> new StandardTables.Host(values.unit(), facts));
    object(StandardTables.CONFIGURATION)
        .show(
            Map.of(0, "desired", 1, "running"),
            name ->
                name.equals("desired")
                    ? new StandardTables.Container(values.desired(), values::desire)
                    : new StandardTables.Container(values.configuration(), null));
    showOne(StandardTables.EVENT_LOG, 0, () -> values);
    showOne(
        StandardTables.TIME, 0, () -> new StandardTables.Time(values.clock(), facts.timeServers()));
    showOne(
        StandardTables.SYSTEM_LOG,
        0,
        () -> {
          List<String> log = values.log();
          return log.isEmpty() ? null : log;
        });
    objects.values().forEach(TableObject::look);
  }

  /// A device that was open once is shown with its channels as long as it is configured.
  private void remember(List<Device> configured) {
    Map<String, List<Channel>> known = new LinkedHashMap<>();
    for (Device device : configured) {
      List<Channel> before = channels.getOrDefault(device.id(), List.of());
      known.put(device.id(), device.channels().isEmpty() ? before : device.channels());
    }
    for (String device : channels.keySet()) {
      if (!known.containsKey(device)) {
        book.forget(device);
      }
    }
    channels.clear();
    channels.putAll(known);
    keep(configured);
  }

  private Shape shape() {
    Map<Integer, Map<String, Behind>> parts = new HashMap<>();
    channels.forEach(
        (device, measured) -> {
          for (Channel channel : measured) {
            for (SensorMap.Row row : SensorMap.ROWS) {
              if (row.matches(channel)) {
                parts
                    .computeIfAbsent(row.object(), object -> new LinkedHashMap<>())
                    .computeIfAbsent(
                        SensorMap.instance(row, device, channel),
                        name -> new Behind(device, new HashMap<>()))
                    .sources()
                    .putIfAbsent(row.resource(), new Source(channel, row.factor()));
              }
            }
          }
        });
    Map<String, List<ObjectLink>> links = new HashMap<>();
    parts.forEach(
        (object, byName) -> {
          Map<String, Integer> numbers = ids.ids(object, List.copyOf(byName.keySet()));
          byName.forEach(
              (name, behind) ->
                  links
                      .computeIfAbsent(behind.device(), device -> new ArrayList<>())
                      .add(new ObjectLink(object, Objects.requireNonNull(numbers.get(name)))));
        });
    return new Shape(parts, links);
  }

  private void showSensors(ObjectTable<Sensor> table) {
    Map<String, Behind> parts = shape.parts().getOrDefault(table.object(), Map.of());
    showAll(table, List.copyOf(parts.keySet()), name -> sensor(table.object(), name));
  }

  private <S> void showAll(
      ObjectTable<S> table, List<String> names, Function<String, @Nullable S> subject) {
    Map<Integer, String> byId = new HashMap<>();
    ids.ids(table.object(), names).forEach((name, id) -> byId.put(id, name));
    object(table).show(byId, subject);
  }

  private <S> void showOne(ObjectTable<S> table, int id, Supplier<@Nullable S> subject) {
    object(table).show(subject.get() == null ? Map.of() : Map.of(id, ""), name -> subject.get());
  }

  @SuppressWarnings("unchecked") // each object was made with the table of its id
  private <S> TableObject<S> object(ObjectTable<S> table) {
    return (TableObject<S>) Objects.requireNonNull(objects.get(table.object()));
  }

  private @Nullable Sensor sensor(int object, String name) {
    Behind behind = shape.parts().getOrDefault(object, Map.of()).get(name);
    if (behind == null) {
      return null;
    }
    Device device = device(behind.device());
    if (device == null) {
      return null;
    }
    BootTime now = clock.get();
    Map<Integer, Sensor.Part> parts = new HashMap<>();
    behind
        .sources()
        .forEach(
            (resource, source) ->
                parts.put(
                    resource,
                    new Sensor.Part(
                        source.channel(),
                        source.factor(),
                        book.find(device.id(), source.channel().name(), now))));
    return new Sensor(device.id(), name, device.health().serves(), parts, book, now);
  }

  private GatewayTables.@Nullable Shown shown(String id) {
    Device device = device(id);
    return device == null
        ? null
        : new GatewayTables.Shown(
            device,
            lastSample(id),
            shape.links().getOrDefault(id, List.of()),
            () -> values.restart(id));
  }

  private @Nullable Instant lastSample(String device) {
    return book.lastSample(device);
  }

  private @Nullable Link link(String name) {
    return values.links().stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private synchronized void keep(List<Device> configured) {
    devices =
        new Devices(
            configured.stream().collect(Collectors.toMap(Device::id, Function.identity())),
            clock.get().nanos());
  }

  private synchronized @Nullable Device device(String id) {
    if (clock.get().nanos() - devices.atNanos() > FRESH_NANOS) {
      keep(values.devices());
    }
    return devices.byId().get(id);
  }
}
