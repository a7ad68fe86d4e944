package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.management.LeshanProcess;
import vn.binhduong.gateway.update.FileServer;
import vn.binhduong.gateway.update.Site;
import vn.binhduong.gateway.uplink.Mosquitto;
import vn.binhduong.gateway.uplink.Wait;

/// Object 5 as a management server uses it: a real Leshan server, the whole program, packages made
/// by `scripts/make-update` over https, the real supervisor. State and result of every way.
@Timeout(300)
@Tag("interop")
class UpdateFromAfarIT {
  private static final Pattern VALUE = Pattern.compile("value=([^,\\]]*)");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory = Path.of("");
  private Site site;
  private FileServer files;
  private LeshanProcess server;
  private ProgramLoop gateway;

  @BeforeEach
  void start() throws Exception {
    site = new Site(Files.createDirectory(directory.resolve("site")));
    files = new FileServer(directory, "localhost");
    Path key = directory.resolve("psk");
    Files.writeString(key, "00112233445566778899aabbccddeeff");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    server = new LeshanProcess("0", "psk", "BD-GW-1", "gw", Files.readString(key));
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        gateway: {id: BD-GW-1, profile: demo, data-directory: '%s'}
        uplink: {broker: 'mqtt://127.0.0.1:%d'}
        management: {server: 'coaps://localhost:%d', psk-identity: gw, psk-file: '%s'}
        update: {root: '%s', ca-file: '%s'}
        metrics: {port: 0}
        devices:
          wx1: {driver: sim-weather, every: 200ms}
        """
            .formatted(
                directory.resolve("data"),
                Mosquitto.freePort(),
                server.port(),
                key,
                site.root,
                files.certificate));
    gateway = ProgramLoop.start(directory, file);
    awaitStateAndResult("0 0");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    server.close();
    files.close();
    site.close();
  }

  /// Resources 3 and 5, such as `2 0`.
  private String stateAndResult() {
    return value("/5/0/3") + " " + value("/5/0/5");
  }

  private String value(String path) {
    String answer = server.ask("read " + path);
    Matcher value = VALUE.matcher(answer);
    return value.find() ? value.group(1) : answer;
  }

  private void awaitStateAndResult(String wanted) {
    String[] seen = {""};
    try {
      Wait.until(
          "state and result " + wanted,
          PATIENCE,
          () -> {
            seen[0] = stateAndResult();
            return seen[0].equals(wanted);
          });
    } catch (AssertionError e) {
      throw new AssertionError(
          "expected %s, found %s: %s".formatted(wanted, seen[0], site.read("inbox/journal")), e);
    }
  }

  private void offer(Path update) throws IOException {
    files.content = Files.readAllBytes(update);
    files.etag = "\"" + update.getFileName() + files.content.length + "\"";
    assertThat(server.ask("text /5/0/1 " + files.address())).startsWith("CHANGED");
  }

  @Test
  void aGoodVersionIsFetchedSwitchedToAndConfirmed() throws Exception {
    assertThat(server.ask("execute /5/0/2")).startsWith("METHOD_NOT_ALLOWED");
    assertThat(server.ask("observe /5/0/3")).contains("CONTENT");
    site.keep();
    offer(site.make("1.1.0", Site.Kind.GOOD));
    awaitStateAndResult("2 0");
    Wait.until("notified", PATIENCE, () -> server.said("notified /5/0/3 ").contains("value=2"));
    assertThat(value("/5/0/6")).isEqualTo("edge-gateway");
    assertThat(value("/5/0/7")).isEqualTo("1.1.0");
    assertThat(value("/5/0/1")).isEqualTo(files.address());
    assertThat(server.ask("execute /5/0/2")).startsWith("CHANGED");
    awaitStateAndResult("3 0");
    assertThat(server.ask("execute /5/0/10")).startsWith("METHOD_NOT_ALLOWED");
    assertThat(server.ask("text /5/0/1 " + files.address())).startsWith("BAD_REQUEST");
    site.supervise();
    awaitStateAndResult("0 1");
    assertThat(Files.readSymbolicLink(site.root.resolve("current")).getFileName())
        .hasToString("1.1.0");
  }

  // The server is killed in the middle and comes back: what is there is not paid for twice.
  @Test
  void aPackageComesOverCoapsAndGoesOnAfterTheServerWasKilled() throws Exception {
    Path update = site.make("1.1.0", Site.Kind.GOOD, "linux/*/*", 40_000);
    LeshanProcess first = packages("0", update);
    String port = String.valueOf(first.port());
    String address = "coaps://localhost:%s/p.update".formatted(port);
    assertThat(server.ask("text /5/0/1 " + address)).startsWith("CHANGED");
    Wait.until("some blocks", PATIENCE, () -> first.lines("block ").size() >= 10);
    first.kill();
    assertThat(stateAndResult()).isEqualTo("1 0");
    assertThat(first.lines("block ").getFirst()).isEqualTo("block 0");
    try (LeshanProcess again = packages(port, update)) {
      awaitStateAndResult("2 0");
      assertThat(again.lines("block ").getFirst()).isNotEqualTo("block 0");
    }
    site.keep();
    assertThat(value("/5/0/7")).isEqualTo("1.1.0");
    assertThat(server.ask("execute /5/0/2")).startsWith("CHANGED");
    site.supervise();
    awaitStateAndResult("0 1");
    assertThat(Files.readSymbolicLink(site.root.resolve("current")).getFileName())
        .hasToString("1.1.0");
  }

  private static LeshanProcess packages(String port, Path update) throws IOException {
    return LeshanProcess.packages(
        port, update.toString(), "gw", "00112233445566778899aabbccddeeff", "50");
  }

  @Test
  void whatIsNoPackageOverCoapsHasItsResult() throws Exception {
    assertThat(server.ask("text /5/0/1 coap://localhost/p.update")).startsWith("CHANGED");
    awaitStateAndResult("0 9");
    try (LeshanProcess packages = packages("0", site.make("1.1.0", Site.Kind.GOOD))) {
      String nothing = "coaps://localhost:%d/nothing".formatted(packages.port());
      assertThat(server.ask("text /5/0/1 " + nothing)).startsWith("CHANGED");
      awaitStateAndResult("0 7");
    }
    try (LeshanProcess packages = packages("0", site.make("1.2.0", Site.Kind.GOOD, "plan9/*/*"))) {
      String other = "coaps://localhost:%d/p.update".formatted(packages.port());
      assertThat(server.ask("text /5/0/1 " + other)).startsWith("CHANGED");
      awaitStateAndResult("0 6");
    }
  }

  @Test
  void aVersionThatDoesNotProveItselfIsLeftAndRemembered() throws Exception {
    site.keep();
    Path crashes = site.make("1.1.0", Site.Kind.CRASHES);
    offer(crashes);
    awaitStateAndResult("2 0");
    assertThat(server.ask("execute /5/0/2")).startsWith("CHANGED");
    site.supervise();
    awaitStateAndResult("0 8");
    assertThat(Files.readSymbolicLink(site.root.resolve("current")).getFileName())
        .hasToString("1.0.0");
    offer(crashes);
    awaitStateAndResult("0 6");
  }

  @Test
  void whatIsNoUpdateForThisGatewayHasItsResult() throws Exception {
    assertThat(server.ask("text /5/0/1 http://localhost/p.update")).startsWith("CHANGED");
    awaitStateAndResult("0 9");
    assertThat(server.ask("text /5/0/1 https://a[b")).startsWith("CHANGED");
    awaitStateAndResult("0 7");
    files.status = 404;
    offer(site.make("1.1.0", Site.Kind.GOOD));
    awaitStateAndResult("0 7");
    files.status = 200;
    offer(site.make("1.2.0", Site.Kind.GOOD, "plan9/*/*"));
    awaitStateAndResult("0 6");
    offer(site.make("0.9.0", Site.Kind.GOOD));
    awaitStateAndResult("0 6");
    Path damaged = site.make("1.3.0", Site.Kind.GOOD);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[payload(bytes) + 100] ^= 1;
    Files.write(damaged, bytes);
    offer(damaged);
    awaitStateAndResult("0 5");
  }

  /// Where the compressed payload begins; what stands between the parts of a tar is padding.
  private static int payload(byte[] update) {
    for (int i = 0; i < update.length - 1; i++) {
      if (update[i] == 0x1f && update[i + 1] == (byte) 0x8b) {
        return i;
      }
    }
    throw new AssertionError("no gzip in the package");
  }

  @Test
  void whatWasFetchedIsCalledOffOrCleared() throws Exception {
    assertThat(server.ask("execute /5/0/10")).startsWith("METHOD_NOT_ALLOWED");
    Path update = site.make("1.1.0", Site.Kind.GOOD);
    offer(update);
    awaitStateAndResult("2 0");
    assertThat(server.ask("execute /5/0/10")).startsWith("CHANGED");
    awaitStateAndResult("0 10");
    assertThat(site.root.resolve("releases/1.1.0")).doesNotExist();
    offer(update);
    awaitStateAndResult("2 0");
    assertThat(server.ask("text /5/0/1")).startsWith("CHANGED");
    awaitStateAndResult("0 0");
    assertThat(server.ask("text /5/0/1")).startsWith("CHANGED");
  }

  // The server goes in the middle, then the gateway is killed: it goes on where it was.
  @Test
  void aDownloadOutlivesTheServerAndAKill() throws Exception {
    // So long that the gateway reads while the server still writes: a reset takes away what a
    // client has not read yet, and of a short one that may be all.
    Path update = site.make("1.1.0", Site.Kind.GOOD, "linux/*/*", 1_500_000);
    files.breakAfter = (int) (Files.size(update) / 3);
    offer(update);
    Wait.until(
        "a part", PATIENCE, () -> site.root.resolve("inbox/package.part").toFile().length() > 0);
    assertThat(stateAndResult()).isEqualTo("1 0");
    gateway.kill();
    files.breakAfter = Integer.MAX_VALUE;
    awaitStateAndResult("2 0");
    assertThat(files.requests).last().asString().startsWith("bytes=");
  }
}
