package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.Event;

/// The disk is full, read-only, or not ours: on a file system of 4 MiB that the test mounts. Needs
/// root, `mount` and `setpriv`.
@Tag("interop")
class FullDiskIT {
  private static final StoreSettings SMALL_QUEUE =
      new StoreSettings(
          Duration.ofMillis(10), 256, 1, Duration.ofHours(6), 64, Duration.ofDays(60), 0);

  @TempDir Path temp;

  private Path disk = Path.of("");
  private final Thread atExit = new Thread(this::unmount);

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(temp.resolve("disk"));
    Runtime.getRuntime().addShutdownHook(atExit);
    run("mount", "-t", "tmpfs", "-o", "size=4m,mode=755", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmountAfterwards() {
    unmount();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void unmount() {
    try {
      run("umount", "--lazy", disk.toString());
    } catch (Exception e) {
      System.err.println("cannot unmount " + disk + ": " + e.getMessage());
    }
  }

  @Test
  void onAFullDiskNothingCommittedIsLostWhatWaitsIsKeptAndNumbersGoOnWithoutAGap()
      throws Exception {
    Path directory = disk.resolve("data");
    Path filler = disk.resolve("filler");
    long appended = 0;
    long refused = 0;
    try (Store store = Given.open(directory, SMALL_QUEUE)) {
      for (; appended < 100; appended++) {
        assertThat(store.append(Given.sample("aq1", appended + 1))).isTrue();
      }
      Given.await("the first", () -> store.figures().entries() == 100);

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (store.trouble().isEmpty() || refused < 50) {
        fill(filler);
        if (store.append(Given.sample("aq1", appended + 1))) {
          appended++;
        } else {
          refused++;
          Thread.sleep(1);
        }
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(store.trouble())
          .hasValueSatisfying(
              why -> assertThat(why).contains("disk is full").contains(directory.toString()));
      assertThat(Given.samples(store)).hasSizeGreaterThanOrEqualTo(100);
      assertThat(store.figures().overruns()).isEqualTo(refused);

      Files.delete(filler);
      long all = appended;
      Given.await("everything", () -> store.figures().entries() >= all);
      Given.await("no trouble", () -> store.trouble().isEmpty());
      store.append(Given.sample("aq1", ++appended));
      long last = appended;
      Given.await("one more", () -> Given.samples(store).getLast().seq() == last);
      assertThat(alarms(store))
          .as("the disk alarm begins, and ends")
          .first()
          .satisfies(json -> assertThat(json).contains("store.disk").contains("\"active\":true"));
      Given.await(
          "the end of the alarm", () -> alarms(store).getLast().contains("\"active\":false"));
      assertWhole(store, appended, refused);
      // What a failed attempt left in the WAL must not pass for damage after a kill.
      copy(directory, temp.resolve("killed"));
    }
    try (Store store = Given.open(temp.resolve("killed"))) {
      assertWhole(store, appended);
    }
    assertThat(temp.resolve("killed/quarantine")).doesNotExist();
    try (Store store = Given.open(directory)) {
      assertWhole(store, appended, refused);
    }
  }

  private static List<String> alarms(Store store) {
    return Given.all(store).stream()
        .map(Stored::entry)
        .filter(entry -> entry instanceof Event event && event.kind().equals("alarm"))
        .map(entry -> ((Event) entry).json())
        .toList();
  }

  private static void assertWhole(Store store, long samples, long refused) {
    assertWhole(store, samples);
    assertThat(store.figures().overruns()).isEqualTo(refused);
  }

  private static void assertWhole(Store store, long samples) {
    List<Long> expected = LongStream.rangeClosed(1, samples).boxed().toList();
    List<Stored> all = Given.samples(store);
    assertThat(all).extracting(Stored::seq).isEqualTo(expected);
    assertThat(all).extracting(Given::k).isEqualTo(expected);
    assertThat(store.ledger())
        .filteredOn(stream -> stream.device().equals("aq1"))
        .singleElement()
        .satisfies(stream -> assertThat(stream.gaps()).isEmpty());
  }

  // Somebody else filled the disk: what the IOC has already received makes room.
  @Test
  void onAFullDiskDeliveredSegmentsMakeRoom() throws Exception {
    Path directory = disk.resolve("data");
    try (Store store = Given.open(directory, SMALL_QUEUE)) {
      store.append(Given.sample("aq1", 1));
      Given.await("the first", () -> store.figures().entries() == 1);
    }
    try (Store store = Given.open(directory, SMALL_QUEUE)) {
      store.acknowledge(store.epoch(), "aq1", 1, 1);
      long k = 1;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (Files.exists(directory.resolve("segments/000000000001.db"))) {
        fill(disk.resolve("filler"));
        k += store.append(Given.sample("aq1", k + 1)) ? 1 : 0;
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      Files.delete(disk.resolve("filler"));
      long all = k;
      Given.await("everything", () -> store.figures().entries() >= all - 1);
      assertThat(Given.samples(store)).first().extracting(Stored::seq).isEqualTo(2L);
    }
  }

  @Test
  void aReadOnlyDiskIsToldAndNothingThatWaitsIsLost() throws Exception {
    Path directory = disk.resolve("data");
    try (Store store = Given.open(directory)) {
      store.append(Given.sample("aq1", 1));
    }
    run("mount", "-o", "remount,ro", disk.toString());
    try (Store store = Given.open(directory)) {
      assertThat(store.trouble())
          .hasValueSatisfying(
              why -> assertThat(why).contains("read-only").contains(directory.toString()));
      assertThat(store.append(Given.sample("aq1", 2))).isTrue();
      run("mount", "-o", "remount,rw", disk.toString());
      Given.await("no trouble", () -> store.trouble().isEmpty());
      Given.await("both", () -> Given.samples(store).size() == 2);
      assertWhole(store, 2, 0);
    }
  }

  // Root without its capabilities, which may do no more than any user, and can read the class path.
  @Test
  void aDirectoryOfAnotherUserIsToldWithWhatToDo() throws Exception {
    Path directory = Files.createDirectory(disk.resolve("data"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    run("chown", "65534:65534", directory.toString());
    Process child =
        new ProcessBuilder(
                "setpriv",
                "--inh-caps=-all",
                "--bounding-set=-all",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TroubleChild.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
      // The log stands between the lines of the child.
      assertThat(lines.lines().filter(line -> line.startsWith("trouble: ")).findFirst())
          .hasValueSatisfying(
              line ->
                  assertThat(line)
                      .contains(directory.toString())
                      .contains("may not write")
                      .contains("chown -R"));
      run("chown", "0:0", directory.toString());
      assertThat(lines.lines().filter(line -> line.equals("well")).findFirst()).isPresent();
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(
          String.join(" ", command) + ": " + said.strip() + " (this test needs root)");
    }
  }
}
