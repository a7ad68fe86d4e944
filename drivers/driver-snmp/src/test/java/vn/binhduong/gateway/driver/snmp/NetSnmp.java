package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// The agent of net-snmp (Debian package snmpd), unprivileged, on a port of loopback, with a
/// configuration and a state of its own.
final class NetSnmp implements AutoCloseable {
  static final String COMMUNITY = "interop-community";

  private static final Path PROGRAM = Path.of("/usr/sbin/snmpd");
  private static final String CONFIGURATION =
      """
      agentaddress udp:127.0.0.1:PORT
      rocommunity COMMUNITY 127.0.0.1
      createUser gateway SHA-256 "auth-interop-1" AES "priv-interop-1"
      rouser gateway authpriv
      createUser legacy SHA "auth-interop-2" DES "priv-interop-2"
      rouser legacy authpriv
      createUser signer SHA-512 "auth-interop-3"
      rouser signer auth
      sysName radar-7
      sysDescr Side-fire radar
      load 12 10 5
      override 1.3.6.1.4.1.99999.1.0 octet_str "31.25"
      override 1.3.6.1.4.1.99999.2.0 counter 4000000000
      pass .1.3.6.1.4.1.1206.4.2.4.3.4.1 /bin/sh ROWS
      """;

  /// Columns of zone 1, whose sequence number stands in a file.
  private static final String ROWS =
      """
      [ "$1" = -g ] || exit 0
      answer() { echo "$1"; echo "$2"; echo "$3"; }
      case ${2#.1.3.6.1.4.1.1206.4.2.4.3.4.1.} in
      4.1.1.0) answer "$2" integer 17;;
      5.1.1.0) answer "$2" integer 123;;
      6.1.1.0) answer "$2" integer 65535;;
      7.1.1.0) answer "$2" integer 2;;
      8.1.1.0) answer "$2" integer "$(cat 'SEQUENCE')";;
      esac
      """;

  private final int port = LoopbackPort.free();
  private final Path directory;
  private final Path sequence;
  private @Nullable Process process;

  NetSnmp(Path directory) throws IOException {
    assertThat(PROGRAM).as("apt-get install snmpd").isExecutable();
    this.directory = directory;
    sequence = Files.writeString(directory.resolve("sequence"), "811\n");
    Path rows =
        Files.writeString(
            directory.resolve("rows.sh"), ROWS.replace("SEQUENCE", sequence.toString()));
    Files.writeString(
        directory.resolve("snmpd.conf"),
        CONFIGURATION
            .replace("PORT", Integer.toString(port))
            .replace("COMMUNITY", COMMUNITY)
            .replace("ROWS", rows.toString()));
    start();
  }

  /// Starts it; it takes a moment until it answers.
  void start() throws IOException {
    var builder =
        new ProcessBuilder(
                PROGRAM.toString(),
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
    process = builder.start();
  }

  /// Ends it without a word, as a power cut would (SIGKILL).
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
      process = null;
    }
  }

  /// The number of the period that is complete now.
  void sequence(int number) throws IOException {
    Files.writeString(sequence, number + "\n");
  }

  SnmpLinkSettings v2c(String community) {
    return settings(
        SnmpVersion.V2C,
        community,
        null,
        Security.AUTH_PRIV,
        AuthProtocol.SHA_256,
        null,
        PrivProtocol.AES_128,
        null);
  }

  SnmpLinkSettings v3(
      String user,
      Security level,
      AuthProtocol auth,
      @Nullable String authPassword,
      PrivProtocol priv,
      @Nullable String privPassword) {
    return settings(SnmpVersion.V3, null, user, level, auth, authPassword, priv, privPassword);
  }

  SnmpLinkSettings gateway() {
    return v3(
        "gateway",
        Security.AUTH_PRIV,
        AuthProtocol.SHA_256,
        "auth-interop-1",
        PrivProtocol.AES_128,
        "priv-interop-1");
  }

  private SnmpLinkSettings settings(
      SnmpVersion version,
      @Nullable String community,
      @Nullable String user,
      Security level,
      AuthProtocol auth,
      @Nullable String authPassword,
      PrivProtocol priv,
      @Nullable String privPassword) {
    return new SnmpLinkSettings(
        "127.0.0.1",
        port,
        version,
        community,
        user,
        level,
        auth,
        authPassword,
        priv,
        privPassword,
        null,
        Duration.ofSeconds(1),
        1);
  }

  @Override
  public void close() {
    kill();
  }
}
