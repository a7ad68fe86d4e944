package vn.binhduong.gateway.management.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;

/// A gateway whose every figure is known, and a system in a directory.
public final class FakeGateway implements ManagedValues {
  static final UUID BOOT = UUID.fromString("0b0b0b0b-0000-4000-8000-000000000001");

  /// Wall time of the boot: 2026-11-26T10:00:00Z, 17:00 in Vietnam.
  static final Instant BOOTED = Instant.parse("2026-11-26T10:00:00Z");

  static final Channel T = new Channel("t", Unit.CELSIUS, -40, 80, "air");
  static final Channel RH = new Channel("rh", Unit.RELATIVE_HUMIDITY, 0, 100, "air");
  static final Channel PRESSURE = new Channel("pressure", Unit.HECTOPASCAL, 300, 1100, "air");
  static final Channel LEVEL = new Channel("level", Unit.DECIBEL, 30, 130, "sound");
  static final Channel PM25 = new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "");
  static final Channel O3 = new Channel("o3", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 2000, "");
  static final Channel CO2 = new Channel("co2", Unit.PARTS_PER_MILLION, 0, 10_000, "");
  static final Channel WIND = new Channel("wind_speed", Unit.METRE_PER_SECOND, 0, 60, "");
  static final Channel WIND_DIR = new Channel("wind_dir", Unit.DEGREE, 0, 359, "");
  static final Channel RAIN = new Channel("rain", Unit.MILLIMETRE, 0, 6553.5, "since reset");
  static final Channel RAIN_RATE = new Channel("rain", Unit.MILLIMETRE_PER_HOUR, 0, 200, "");
  static final Channel WATER = new Channel("level", Unit.METRE, -1, 200, "above the probe");
  static final Channel CLASS = new Channel("class", Unit.RATIO, 0, 6, "of vehicle");

  final List<Device> devices = new CopyOnWriteArrayList<>();
  ClockState clockState = ClockState.SYNCED;

  /// Monotonic time of the machine, milliseconds.
  public long nowMillis = 3_600_000;

  String trouble = "";
  Optional<Place> place = Optional.of(new Place(10.980531, 106.675187, Optional.empty()));
  List<String> log = List.of("2026-11-26T11:00:00Z INFO Gateway gateway: running");

  private final Path system;
  final SystemFacts facts;

  /// What is under test.
  public final GatewayObjects objects;

  /// @param directory for the system's files and the instance ids
  public FakeGateway(Path directory) {
    system = system(directory.resolve("system"));
    facts = new SystemFacts(system);
    devices.add(device("wx1", HealthState.OK, T, RH, PRESSURE, LEVEL, WIND, WIND_DIR, RAIN));
    devices.add(device("air1", HealthState.OK, PM25, O3, CO2));
    devices.add(device("w1", HealthState.OK, WATER));
    devices.add(device("cam1", HealthState.OK, CLASS));
    objects =
        new GatewayObjects(
            this,
            facts,
            new InstanceIds(directory.resolve("instances"), java.nio.file.Files::write),
            this::now,
            this::wall,
            ZoneId.of("Asia/Ho_Chi_Minh"));
  }

  BootTime now() {
    return new BootTime(BOOT, nowMillis * 1_000_000);
  }

  WallTime wall(BootTime at) {
    return new WallTime(BOOTED.toEpochMilli() + at.nanos() / 1_000_000, clockState, 0);
  }

  /// A device measures, now.
  void measure(String device, Reading... readings) {
    objects.measured(new Sample(device, now(), List.of(readings)));
  }

  /// The weather station measures its temperature, degrees Celsius, now.
  public void measureTemperature(double celsius) {
    measure("wx1", T.reading(celsius));
  }

  /// The weather station measures a total of rain, mm, now.
  public void measureRain(double total) {
    measure("wx1", RAIN.reading(total));
  }

  /// One more motor cycle passes.
  public void passes() {
    measure("cam1", CLASS.reading(0));
  }

  /// The network card counts so many bytes, received and sent.
  public void carried(long received, long sent) {
    Path statistics = Path.of("sys/class/net/eth0/statistics");
    write(system, statistics.resolve("rx_bytes").toString(), String.valueOf(received));
    write(system, statistics.resolve("tx_bytes").toString(), String.valueOf(sent));
  }

  /// One more device, with four channels; the next look shows it.
  public void appears(String id) {
    devices.add(device(id, HealthState.OK, T, RH, PRESSURE, WIND));
  }

  /// Everything measures something, now.
  public void measureAll() {
    measure(
        "wx1",
        T.reading(31.25),
        RH.reading(65.5),
        PRESSURE.reading(1008.5),
        LEVEL.reading(57.5),
        WIND.reading(3.5),
        WIND_DIR.reading(225),
        RAIN.reading(12.5));
    measure("air1", PM25.reading(23.5), O3.reading(47.997), CO2.reading(421));
    measure("w1", WATER.reading(1.75));
    measure("cam1", CLASS.reading(0));
    measure("cam1", CLASS.reading(0));
    measure("cam1", CLASS.reading(2));
  }

  static Device device(String id, HealthState state, Channel... channels) {
    return new Device(
        id,
        "modbus",
        Optional.of("bus1"),
        new Health(state, Duration.ofSeconds(90), state == HealthState.OK ? "" : "no answer"),
        "Maker Model 17",
        Optional.of(Duration.ofSeconds(10)),
        new Counts(100, 3, 1, 97),
        97,
        95,
        List.of(channels));
  }

  /// The device comes into another state.
  void turns(String id, HealthState state) {
    devices.replaceAll(
        device ->
            device.id().equals(id)
                ? device(id, state, device.channels().toArray(new Channel[0]))
                : device);
    objects.look();
  }

  @Override
  public ThisGateway unit() {
    return new ThisGateway("BD-GW-000123", "1.2.3", place, Duration.ofMinutes(59));
  }

  @Override
  public List<Device> devices() {
    return List.copyOf(devices);
  }

  @Override
  public List<Link> links() {
    return List.of(
        new Link(
            "bus1",
            "modbus-rtu",
            Optional.of(new Health(HealthState.OK, Duration.ofSeconds(91), "")),
            List.of("wx1", "air1")));
  }

  @Override
  public Buffer buffer() {
    return new Buffer(
        "01990000-0000-7000-8000-000000000001",
        new Disk(
            5_000_000,
            64 << 20,
            3,
            4711,
            128,
            Duration.ofSeconds(1),
            Duration.ofMillis(42),
            7,
            trouble),
        new Waiting(
            12, Optional.of(BOOTED.plusSeconds(60)), Optional.of(Duration.ofSeconds(5)), "", 2, 5),
        new Uplink("ONLINE", Optional.of(Duration.ofSeconds(600)), "", 3, 4690, 98_765, 4, 1, 2));
  }

  @Override
  public Clock clock() {
    return new Clock(
        clockState,
        "kernel",
        BOOTED.plusMillis(nowMillis),
        clockState == ClockState.UNSYNCED ? OptionalLong.empty() : OptionalLong.of(180),
        BOOT.toString());
  }

  /// The update that is shown; null for none.
  @Nullable Firmware firmware;

  @Override
  public Optional<Firmware> firmware() {
    return Optional.ofNullable(firmware);
  }

  /// What was restarted.
  public final List<String> restarted = new CopyOnWriteArrayList<>();

  @Override
  public Optional<String> restart(String device) {
    restarted.add(device);
    return Optional.empty();
  }

  @Override
  public Broker broker() {
    return new Broker(
        "mqtts://ioc.example:8883", "BD-GW-1", Duration.ofSeconds(60), Optional.empty(), true);
  }

  @Override
  public Optional<String> desireBroker(String uri) {
    return desire("uplink: {broker: '" + uri + "'}");
  }

  @Override
  public List<Pack> packs() {
    return List.of(new Pack("modbus", "1.2.0", true), new Pack("simulated", "", false));
  }

  /// What was asked for.
  public final List<String> desired = new CopyOnWriteArrayList<>();

  @Override
  public Configuration desired() {
    return new Configuration(
        desired.isEmpty() ? Optional.empty() : Optional.of(desired.getLast()),
        Optional.empty(),
        desired.isEmpty() ? "" : "on trial, asked for by lwm2m");
  }

  @Override
  public Optional<String> desire(String yaml) {
    if (yaml.contains("wrong")) {
      return Optional.of("gateway.yaml:1:1 wrong: unknown key");
    }
    desired.add(yaml);
    return Optional.empty();
  }

  @Override
  public Configuration configuration() {
    return new Configuration(
        Optional.of("gateway: {id: BD-GW-000123}\n"), Optional.of(BOOTED), "file");
  }

  @Override
  public List<LoggedEvent> events(int max) {
    return List.of(
        new LoggedEvent(17, BOOTED.plusMillis(1500), "sensor-fault", "{\"dev\":\"wx1\"}"));
  }

  @Override
  public List<String> log() {
    return log;
  }

  /// A board with a cable, as its kernel shows it.
  static Path system(Path root) {
    write(root, "sys/class/net/lo/statistics/rx_bytes", "999");
    write(root, "sys/class/net/lo/statistics/tx_bytes", "999");
    write(root, "sys/class/net/eth0/type", "1");
    write(root, "sys/class/net/eth0/operstate", "up");
    write(root, "sys/class/net/eth0/uevent", "INTERFACE=eth0\nIFINDEX=2\n");
    write(root, "sys/class/net/eth0/device/vendor", "0x0");
    write(root, "sys/class/net/eth0/statistics/rx_bytes", "2000000");
    write(root, "sys/class/net/eth0/statistics/tx_bytes", "1000000");
    write(
        root,
        "proc/net/route",
        """
        Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
        eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
        eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
        """);
    write(
        root,
        "proc/net/fib_trie",
        """
        Main:
          +-- 0.0.0.0/0 3 0 5
             |-- 127.0.0.1
                /32 host LOCAL
             |-- 192.168.1.0
                /24 link UNICAST
             |-- 192.168.1.23
                /32 host LOCAL
        Local:
             |-- 192.168.1.23
                /32 host LOCAL
        """);
    write(
        root,
        "proc/net/if_inet6",
        """
        00000000000000000000000000000001 01 80 10 80       lo
        fe800000000000000000000000000023 02 40 20 80     eth0
        20010db8000000000000000000000023 02 40 00 80     eth0
        """);
    write(root, "proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
    write(
        root,
        "etc/chrony/chrony.conf",
        "# pool of the distribution\npool 2.debian.pool.ntp.org iburst\nserver 10.0.0.5\n");
    return root;
  }

  static void write(Path root, String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
