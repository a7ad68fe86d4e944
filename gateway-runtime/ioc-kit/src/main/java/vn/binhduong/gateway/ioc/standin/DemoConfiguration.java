package vn.binhduong.gateway.ioc.standin;

import java.nio.file.Path;
import java.util.List;

/// The demo's files: where they are, and the `gateway.yaml` made from them.
///
/// @param directory of everything
/// @param seed of the instruments
/// @param brokerPort loopback port the gateway connects to
/// @param modbusPort loopback port of the street
/// @param managementPort loopback port of the management server, 0 where there is none
public record DemoConfiguration(
    Path directory, long seed, int brokerPort, int modbusPort, int managementPort) {
  /// First level of every topic.
  public static final String TOPIC_ROOT = "demo";

  static final String GATEWAY_ID = "DEMO-0001";

  /// The devices that the gateway simulates itself: id, driver, period.
  private static final List<List<String>> SIMULATED =
      List.of(
          List.of("air1", "sim-air", "1s"),
          List.of("snd1", "sim-sound", "500ms"),
          List.of("lane1", "sim-traffic", ""));

  /// The file of the configuration.
  public Path gatewayYaml() {
    return directory.resolve("gateway.yaml");
  }

  /// The file of the key between the gateway and the management server.
  static Path managementKey(Path directory) {
    return directory.resolve("management.psk");
  }

  /// Where the gateway is installed, and packages for it are made.
  static Path installation(Path directory) {
    return directory.resolve("installation");
  }

  /// Truth log of the street.
  public Path streetTruth() {
    return directory.resolve("street.truth.jsonl");
  }

  /// All truth logs.
  public List<Path> truthLogs() {
    List<Path> logs = new java.util.ArrayList<>(List.of(streetTruth()));
    SIMULATED.forEach(device -> logs.add(truthLog(device.getFirst())));
    return logs;
  }

  private Path dataDirectory() {
    return directory.resolve("data");
  }

  /// A command line of the gateway, with `{config}` and `{data}` replaced.
  public List<String> command(List<String> parts) {
    return parts.stream()
        .map(part -> part.replace("{config}", gatewayYaml().toString()))
        .map(part -> part.replace("{data}", dataDirectory().toString()))
        .toList();
  }

  private Path truthLog(String device) {
    return directory.resolve(device + ".truth.jsonl");
  }

  /// A good configuration to change to.
  ///
  /// @param number of the change, so that no two are the same
  String better(int number) {
    return "# Change %d of the stand-in IOC.\n".formatted(number)
        + yaml(true).replace("batch-interval: 500ms", "batch-interval: 1s");
  }

  /// One that leads to a broker that is not there.
  ///
  /// @param number of the change
  /// @param port that nobody listens on
  String lost(int number, int port) {
    return "# Change %d of the stand-in IOC.\n".formatted(number)
        + yaml(true)
            .replace(
                "broker: \"mqtt://127.0.0.1:" + brokerPort, "broker: \"mqtt://127.0.0.1:" + port);
  }

  /// The configuration.
  ///
  /// @param withDevices false for the closing run, which only delivers what is stored and is not
  ///   managed
  public String yaml(boolean withDevices) {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        """
        # Made by the stand-in IOC for one run of the demo.
        gateway:
          id: %s
          data-directory: "%s"
          profile: demo
        store:
          commit-interval: 1s
        uplink:
          broker: "mqtt://127.0.0.1:%d"
          topic-root: %s
          batch-interval: 500ms
          commands: {config: true}
          refresh: 2s
          reconnect-first: 200ms
          reconnect-max: 2s
          progress-timeout: 5s
        control:
          socket: "%s"
        metrics:
          port: 0
        update:
          root: "%s"
          ca-file: "%s"
          rate-kib: 100000
        """
            .formatted(
                GATEWAY_ID,
                dataDirectory(),
                brokerPort,
                TOPIC_ROOT,
                directory.resolve("control.sock"),
                installation(directory).resolve("root"),
                Upgrades.certificate(installation(directory))));
    if (!withDevices) {
      return yaml.toString();
    }
    if (managementPort > 0) {
      yaml.append(
          """
          management:
            server: "coaps://127.0.0.1:%d"
            psk-identity: %s
            psk-file: "%s"
            lifetime: 1min
          """
              .formatted(managementPort, GATEWAY_ID, managementKey(directory)));
    }
    yaml.append(
        """
        links:
          bus1: {type: modbus-tcp, settings: {host: 127.0.0.1, port: %d}}
        devices:
          wx1:
            driver: modbus
            link: bus1
            every: 1s
            settings:
              unit-id: 1
              profile: renke-weather-station
              channels: [wind_speed, wind_direction, humidity, temperature, noise, pm25, pm10, pressure]
              timeout: 2s
              retries: 0
          th1:
            driver: modbus
            link: bus1
            every: 2s
            settings: {unit-id: 2, profile: xy-md02, timeout: 2s, retries: 0}
        """
            .formatted(modbusPort));
    for (int i = 0; i < SIMULATED.size(); i++) {
      List<String> device = SIMULATED.get(i);
      String every = device.get(2).isEmpty() ? "" : "every: %s, ".formatted(device.get(2));
      yaml.append(
          "  %s: {driver: %s, %ssettings: {seed: %d, truth-log: \"%s\"}}\n"
              .formatted(device.get(0), device.get(1), every, seed + i, truthLog(device.get(0))));
    }
    return yaml.toString();
  }
}
