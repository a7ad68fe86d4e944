package vn.binhduong.gateway.proof.station;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.binhduong.gateway.proof.sensors.Malady;
import vn.binhduong.gateway.proof.sensors.RtuBus;
import vn.binhduong.gateway.proof.sensors.TcpBus;

/// Twelve devices on six links of five kinds, and the configuration that reads them: particulates
/// and position on serial ports, three units each on Modbus RTU and TCP, an agent over SNMP, and
/// three chips of the kernel, each a link of its own kind.
final class Station implements AutoCloseable {
  /// Period of every device.
  static final long PERIOD_MILLIS = 1_000;

  private static final String MAP =
      "{maker: Proof, model: Unit, registers: [{channel: ticks, address: 0, type: u32, scale: 0.01, unit: s, min: 0, max: 1000000000}]}";
  private static final String OBJECTS =
      "{maker: Proof, model: Agent, objects: [{channel: uptime, oid: 1.3.6.1.2.1.1.3.0, scale: 0.01, unit: s, min: 0, max: 100000000}]}";
  private static final int UNITS = 3;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<Instrument> instruments = new ArrayList<>();
  private final Map<String, Long> phaseMillis = new LinkedHashMap<>();
  private final StringBuilder links = new StringBuilder("links:\n");
  private final StringBuilder devices = new StringBuilder("devices:\n");

  Station(Path directory, long seed) throws IOException, InterruptedException {
    uart(
        directory,
        "pm1",
        "pms5003, settings: {warm-up: 0s, timeout: 900ms}",
        Station::particulates);
    uart(directory, "gps1", "gnss, settings: {timeout: 900ms}", Station::position);
    rtu(directory, seed);
    tcp(seed);
    snmp(directory);
    kernel(directory.resolve("sys"));
  }

  String yaml() {
    return links.toString() + devices;
  }

  List<Instrument> instruments() {
    return instruments;
  }

  Set<String> deviceIds() {
    return phaseMillis.keySet();
  }

  /// Shift of a device's polls against the multiples of the period.
  long phaseMillis(String device) {
    return phaseMillis.getOrDefault(device, 0L);
  }

  private void device(String id, String rest) {
    long phase = phaseMillis.size() * 83L % PERIOD_MILLIS;
    phaseMillis.put(id, phase);
    devices.append(
        "  %s: {every: %dms, phase: %dms, deadline: 2s, driver: %s}\n"
            .formatted(id, PERIOD_MILLIS, phase, rest));
  }

  private void uart(
      Path directory, String id, String driver, java.util.function.LongFunction<byte[]> frames)
      throws IOException, InterruptedException {
    Uart uart = new Uart(directory, id, frames);
    parts.add(uart);
    links.append(
        "  %s: {type: serial, settings: {port: \"%s\", baud: 9600}}\n".formatted(id, uart.port()));
    device(id, driver.replaceFirst(",", ", link: " + id + ","));
    instruments.add(
        new Instrument(id, Set.of(id), () -> uart.silent(true), uart::unplug, uart::plug));
  }

  private void rtu(Path directory, long seed) throws IOException, InterruptedException {
    RtuBus bus = new RtuBus(directory, "rs485", seed);
    parts.add(bus);
    links.append(bus.link("rs485"));
    List<String> ids = units("rs485");
    instruments.add(
        new Instrument(
            "rs485-2",
            Set.of("rs485-2"),
            () -> bus.malady(2, Malady.SILENT),
            () -> bus.malady(2, Malady.SILENT),
            () -> bus.malady(2, Malady.NONE)));
    instruments.add(
        new Instrument(
            "the line rs485",
            Set.copyOf(ids),
            () -> maladies(bus::malady, Malady.SILENT),
            bus::unplug,
            () -> {
              maladies(bus::malady, Malady.NONE);
              if (!java.nio.file.Files.exists(directory.resolve("rs485.port"))) {
                bus.plugElsewhere();
              }
            }));
  }

  private void tcp(long seed) throws IOException {
    TcpBus bus = new TcpBus(seed);
    parts.add(bus);
    links.append(bus.link("cabinet"));
    List<String> ids = units("cabinet");
    instruments.add(
        new Instrument(
            "cabinet-1",
            Set.of("cabinet-1"),
            () -> bus.malady(1, Malady.SILENT),
            () -> bus.malady(1, Malady.RESET),
            () -> bus.malady(1, Malady.NONE)));
    instruments.add(
        new Instrument(
            "the peer cabinet",
            Set.copyOf(ids),
            () -> maladies(bus::malady, Malady.SILENT),
            () -> maladies(bus::malady, Malady.RESET),
            () -> maladies(bus::malady, Malady.NONE)));
  }

  /// Sets the malady of a unit.
  @FunctionalInterface
  private interface Sicken {
    void set(int unit, Malady malady);
  }

  private static void maladies(Sicken bus, Malady malady) {
    for (int unit = 1; unit <= UNITS; unit++) {
      bus.set(unit, malady);
    }
  }

  private List<String> units(String link) {
    List<String> ids = new ArrayList<>();
    for (int unit = 1; unit <= UNITS; unit++) {
      String id = link + "-" + unit;
      device(
          id,
          "modbus, link: %s, settings: {unit-id: %d, timeout: 200ms, retries: 1, profile: %s}"
              .formatted(link, unit, MAP));
      ids.add(id);
    }
    return ids;
  }

  private void snmp(Path directory) throws IOException {
    Agent agent = new Agent(directory.resolve("snmpd"));
    parts.add(agent);
    links.append("  ups: ").append(agent.link()).append('\n');
    device("ups1", "snmp, link: ups, settings: {profile: %s}".formatted(OBJECTS));
    instruments.add(new Instrument("ups1", Set.of("ups1"), agent::hang, agent::kill, agent::heal));
  }

  private void kernel(Path root) {
    String water = "28-000005e2fdc3";
    chip(
        "water1",
        "w1-therm, settings: {root: \"%s\", id: %s, retries: 0}".formatted(root, water),
        new KernelFile(
            root.resolve("bus/w1/devices/" + water + "/w1_slave"),
            "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n"));
    Path hwmon = root.resolve("class/hwmon/hwmon0");
    new KernelFile(hwmon.resolve("name"), "sht3x\n");
    chip(
        "case1",
        "hwmon, settings: {root: \"%s\", name: sht3x}".formatted(root),
        new KernelFile(hwmon.resolve("temp1_input"), "31250\n"));
    Path iio = root.resolve("bus/iio/devices/iio:device0");
    new KernelFile(iio.resolve("name"), "bmp280\n");
    chip(
        "air1",
        "iio, settings: {root: \"%s\", name: bmp280}".formatted(root),
        new KernelFile(iio.resolve("in_pressure_input"), "100.653270\n"));
  }

  private void chip(String id, String driver, KernelFile file) {
    device(id, driver);
    parts.add(file::heal);
    instruments.add(new Instrument(id, Set.of(id), file::hang, file::unplug, file::heal));
  }

  private static byte[] particulates(long nanos) {
    int[] words = {5, 13, 22, 5, 13, 22, 765, 232, 34, 4, 4, 2, 0x9700};
    byte[] frame = new byte[32];
    frame[0] = 0x42;
    frame[1] = 0x4D;
    frame[3] = 28;
    for (int i = 0; i < words.length; i++) {
      frame[4 + 2 * i] = (byte) (words[i] >> 8);
      frame[5 + 2 * i] = (byte) words[i];
    }
    int sum = 0;
    for (int i = 0; i < 30; i++) {
      sum += frame[i] & 0xFF;
    }
    frame[30] = (byte) (sum >> 8);
    frame[31] = (byte) sum;
    return frame;
  }

  private static byte[] position(long nanos) {
    long second = nanos / 1_000_000_000L % 60;
    String time = "0302%02d.00".formatted(second);
    return (sentence("GNRMC,%s,A,1058.8319,N,10640.5112,E,0.02,31.66,281126,,,A".formatted(time))
            + sentence(
                "GNGGA,%s,1058.8319,N,10640.5112,E,1,11,0.84,23.4,M,-2.1,M,,".formatted(time)))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String sentence(String body) {
    int check = body.chars().reduce(0, (one, two) -> one ^ two);
    return "$%s*%02X\r\n".formatted(body, check);
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
