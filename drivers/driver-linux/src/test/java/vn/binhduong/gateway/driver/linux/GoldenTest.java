package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.GoldenCases;

/// Boards and chips as they were found, from the files of the kernel to the sample.
///
/// A case has the files in one text, `tree.txt`, a line each: the path below the root, a colon, the
/// text (`\n` begins a new line); names such as `iio:device0` cannot be checked out everywhere.
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/testcases");

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> iio() throws IOException {
    return cases(new IioFactory());
  }

  @TestFactory
  Stream<DynamicTest> hwmon() throws IOException {
    return cases(new HwmonFactory());
  }

  @TestFactory
  Stream<DynamicTest> w1Therm() throws IOException {
    return cases(new W1ThermFactory());
  }

  @TestFactory
  Stream<DynamicTest> host() throws IOException {
    return cases(new HostFactory());
  }

  private <C extends Record> Stream<DynamicTest> cases(DriverFactory<C> factory)
      throws IOException {
    Path unpacked = Files.createDirectories(directory.resolve(factory.type()));
    try (Stream<Path> folders = Files.list(CASES.resolve(factory.type()))) {
      for (Path folder : folders.toList()) {
        unpack(folder, unpacked.resolve(folder.getFileName().toString()));
      }
    }
    return GoldenCases.of(unpacked, factory, device -> device.collect(1, Duration.ofSeconds(10)));
  }

  private static void unpack(Path from, Path to) throws IOException {
    Path root = Files.createDirectories(to.resolve("root"));
    for (String line : Files.readAllLines(from.resolve("tree.txt"))) {
      int colon = line.indexOf(": ");
      new Tree(root)
          .with(line.substring(0, colon), line.substring(colon + 2).replace("\\n", "\n") + "\n");
    }
    for (String name : List.of("expected.txt", "error.txt")) {
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    }
    Files.writeString(
        to.resolve("settings.yaml"),
        withRoot(Files.readString(from.resolve("settings.yaml")), root));
  }

  private static String withRoot(String settings, Path root) {
    String rest = settings.strip();
    String inside = rest.startsWith("{") ? rest.substring(1, rest.length() - 1) : rest;
    return "{root: %s%s}\n".formatted(root, inside.isBlank() ? "" : ", " + inside);
  }
}
