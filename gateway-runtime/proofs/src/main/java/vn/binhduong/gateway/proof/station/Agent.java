package vn.binhduong.gateway.proof.station;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.binhduong.gateway.ioc.standin.Loopback;

/// The agent of net-snmp (Debian package snmpd) on loopback, which can be stopped and killed.
final class Agent implements AutoCloseable {
  private static final String COMMUNITY = "proof-community";
  private static final String PROGRAM = "/usr/sbin/snmpd";

  private final Path directory;
  private final int port;
  private Process process;

  Agent(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.port = Loopback.freePort();
    Files.writeString(
        directory.resolve("snmpd.conf"),
        "agentaddress udp:127.0.0.1:%d\nrocommunity %s 127.0.0.1\n".formatted(port, COMMUNITY));
    this.process = start();
  }

  String link() {
    return "{type: snmp, settings: {host: 127.0.0.1, port: %d, version: v2c, community: %s, timeout: 300ms, retries: 1}}"
        .formatted(port, COMMUNITY);
  }

  private Process start() throws IOException {
    var builder =
        new ProcessBuilder(
                PROGRAM,
                "-f",
                "-Lf",
                directory.resolve("snmpd.log").toString(),
                "-C",
                "-c",
                directory.resolve("snmpd.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("SNMP_PERSISTENT_DIR", directory.resolve("state").toString());
    builder.environment().put("MIBS", "");
    return builder.start();
  }

  void hang() throws IOException, InterruptedException {
    signal("STOP");
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void heal() throws IOException, InterruptedException {
    if (process.isAlive()) {
      signal("CONT");
    } else {
      process = start();
    }
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    kill();
  }
}
