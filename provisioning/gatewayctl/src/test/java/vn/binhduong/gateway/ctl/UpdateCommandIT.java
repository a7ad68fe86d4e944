package vn.binhduong.gateway.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `gatewayctl update` as a technician sees it, with packages of `scripts/make-update` and the real
/// supervisor.
@Timeout(120)
class UpdateCommandIT {
  private static final Path SCRIPTS = Path.of("../../scripts").toAbsolutePath().normalize();

  @TempDir private Path directory = Path.of("");
  private Path root = Path.of("");
  private final List<Process> processes = new ArrayList<>();
  private StringWriter out = new StringWriter();

  @BeforeEach
  void install() throws Exception {
    root = directory.resolve("root");
    for (String name : List.of("releases/1.0.0", "inbox", "supervisor", "keys")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.createSymbolicLink(root.resolve("current"), Path.of("releases/1.0.0"));
    script("make-update", "key", directory.toString(), "k1").waitFor();
    Files.copy(directory.resolve("k1.pem"), root.resolve("keys/k1.pem"));
    Path program = Files.createDirectories(directory.resolve("tree/bin")).resolve("edge-gateway");
    Files.writeString(program, "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process script(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, SCRIPTS.resolve(command[0]).toString());
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("UPDATE_RESTART", "true");
    builder.environment().put("UPDATE_POLL_SECONDS", "0.05");
    builder.environment().put("UPDATE_CONFIRM_POLLS", "20");
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private String make(String version) throws Exception {
    Path file = directory.resolve(version + ".update");
    Process made =
        script(
            "make-update",
            "build",
            directory.resolve("tree").toString(),
            file.toString(),
            "--version",
            version,
            "--hardware",
            "linux/*/*",
            "--key",
            directory.resolve("k1.key").toString());
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
    return file.toString();
  }

  private int update(String... arguments) {
    out = new StringWriter();
    List<String> words = new ArrayList<>(List.of("update", "--root", root.toString()));
    words.addAll(List.of(arguments));
    return GatewayCtl.run(
        new PrintWriter(out),
        new PrintWriter(out),
        InstantSource.fixed(Instant.EPOCH),
        words.toArray(String[]::new));
  }

  @Test
  void whatIsNotInstalledInSlotsIsSaidSo() {
    root = directory.resolve("nothing");
    assertThat(update("status")).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("not installed in slots");
    assertThat(update(directory.resolve("no.update").toString())).isEqualTo(GatewayCtl.FAILED);
    assertThat(out.toString()).contains("there is no such file");
  }

  @Test
  void anythingElseIsRefusedWithTheReason() throws Exception {
    Path file = Files.writeString(directory.resolve("photo.jpg"), "x".repeat(2000));
    assertThat(update(file.toString())).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(out.toString()).contains("package: expected one made by make-update");
    assertThat(update("status")).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("in use    1.0.0").contains("not updated (result 6");
    assertThat(update("apply")).isEqualTo(GatewayCtl.PROBLEM);
    assertThat(out.toString()).contains("not possible while the update is IDLE");
  }

  @Test
  void onlyIntoItsSlotThenCalledOff() throws Exception {
    assertThat(update("--later", make("1.1.0"))).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString()).contains("version 1.1.0, signed with key k1, is whole");
    update("status");
    assertThat(out.toString())
        .contains("slots     1.0.0 1.1.0")
        .contains("waits for 'gatewayctl update apply'");
    assertThat(update("cancel")).isEqualTo(GatewayCtl.OK);
    update("status");
    assertThat(out.toString()).contains("slots     1.0.0\n").contains("result 10");
  }

  @Test
  void aVersionThatNobodyConfirmsComesBack() throws Exception {
    assertThat(update("--later", make("1.1.0"))).isEqualTo(GatewayCtl.OK);
    assertThat(update("apply", "--no-wait")).isEqualTo(GatewayCtl.OK);
    assertThat(script("update-supervisor", root.toString(), "run").waitFor()).isZero();
    assertThat(update("status", "--json")).isEqualTo(GatewayCtl.OK);
    assertThat(out.toString())
        .contains("\"result\" : 8")
        .contains("did not confirm itself in time; back to 1.0.0");
    assertThat(Files.readSymbolicLink(root.resolve("current")))
        .isEqualTo(Path.of("releases/1.0.0"));
  }

  @Test
  void aPersonOnSiteMayConfirm() throws Exception {
    assertThat(update("confirm")).isEqualTo(GatewayCtl.FAILED);
    assertThat(out.toString()).contains("no version is on trial");
    assertThat(update("--no-wait", make("1.1.0"))).isEqualTo(GatewayCtl.OK);
    Process supervisor = script("update-supervisor", root.toString(), "run");
    while (update("confirm") != GatewayCtl.OK && supervisor.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(supervisor.waitFor(60, TimeUnit.SECONDS)).isTrue();
    update("status");
    assertThat(out.toString())
        .contains("in use    1.1.0")
        .contains("done: version 1.1.0 runs and stays: confirmed by a person on site");
  }
}
