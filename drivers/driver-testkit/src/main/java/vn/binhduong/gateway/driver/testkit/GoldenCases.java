package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.settings.Settings;

/// Runs a driver on folders of recorded cases, one dynamic test each:
///
///     testcases/<case>/settings.yaml   settings of the driver
///     testcases/<case>/input.*         what the hardware says, for the case's link (if it has one)
///     testcases/<case>/expected.txt    `<time> <channel>=<value or quality> ...`, a line a sample; a value
///                                      that is not GOOD as `<value>:<quality>`
///     testcases/<case>/error.txt       instead: part of the message of what is thrown, or of the mistakes
///                                      found in settings.yaml
public final class GoldenCases {
  /// Most polls of one session: an hour of one a second, and some.
  private static final int POLLS_MAX = 10_000;

  private GoldenCases() {}

  /// Makes the link of a case from its folder.
  @FunctionalInterface
  public interface CaseLink {
    /// The source of the links of one case.
    LinkSource of(Path folder) throws IOException;
  }

  /// What a case does with the open device.
  @FunctionalInterface
  public interface Steps<C extends Record> {
    /// Reads; what is emitted is compared afterwards.
    void run(DriverHarness<C> device) throws Exception;
  }

  /// One test per folder below `cases`, by name; the device has no link.
  public static <C extends Record> Stream<DynamicTest> of(
      Path cases, DriverFactory<C> factory, Steps<C> steps) throws IOException {
    return of(cases, factory, null, steps);
  }

  /// One test per folder below `cases`, by name.
  public static <C extends Record> Stream<DynamicTest> of(
      Path cases, DriverFactory<C> factory, @Nullable CaseLink links, Steps<C> steps)
      throws IOException {
    return folders(cases).stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(), () -> run(folder, factory, links, steps)));
  }

  /// One test per folder below `cases`, by name, whose `input.txt` is a session recorded with
  /// `scripts/capture`. The device is polled until the session is over.
  public static <C extends Record> Stream<DynamicTest> ofSessions(
      Path cases, DriverFactory<C> factory) throws IOException {
    return folders(cases).stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(),
                    () -> {
                      SerialScript session =
                          SerialScript.recorded(Files.readString(folder.resolve("input.txt")));
                      run(
                          folder,
                          factory,
                          same -> () -> session,
                          device -> toTheEnd(device, session));
                    }));
  }

  private static <C extends Record> void toTheEnd(DriverHarness<C> device, SerialScript session)
      throws Exception {
    for (int polls = 0; polls == 0 || !session.isDone(); polls++) {
      if (polls == POLLS_MAX) {
        throw new AssertionError(
            "golden cases: the session is not over after %d polls".formatted(POLLS_MAX));
      }
      device.poll();
    }
  }

  private static List<Path> folders(Path cases) throws IOException {
    try (Stream<Path> folders = Files.list(cases)) {
      List<Path> sorted = folders.filter(Files::isDirectory).sorted().toList();
      if (sorted.isEmpty()) {
        throw new IllegalArgumentException("golden cases: expected folders in " + cases);
      }
      return sorted;
    }
  }

  private static <C extends Record> void run(
      Path folder, DriverFactory<C> factory, @Nullable CaseLink links, Steps<C> steps)
      throws Exception {
    Path error = folder.resolve("error.txt");
    if (Files.exists(error)) {
      assertThatThrownBy(() -> emitted(folder, factory, links, steps))
          .as("case %s", folder.getFileName())
          .hasMessageContaining(Files.readString(error).strip());
    } else {
      assertThat(emitted(folder, factory, links, steps))
          .as("case %s", folder.getFileName())
          .isEqualTo(Files.readString(folder.resolve("expected.txt")).strip());
    }
  }

  private static <C extends Record> String emitted(
      Path folder, DriverFactory<C> factory, @Nullable CaseLink links, Steps<C> steps)
      throws Exception {
    C settings =
        Settings.standard().read(folder.resolve("settings.yaml"), factory.settings()).orThrow();
    try (var device = new DriverHarness<>(factory, settings)) {
      if (links != null) {
        device.link(links.of(folder));
      }
      device.open();
      steps.run(device);
      return device.samples().stream().map(GoldenCases::line).collect(Collectors.joining("\n"));
    }
  }

  /// A good value alone; any other with its quality.
  private static String text(Reading reading) {
    return switch (reading.quality()) {
      case GOOD -> Double.toString(reading.value());
      case BAD_LINK, BAD_SENSOR -> reading.quality().name();
      case UNCERTAIN_CHANGE, UNCERTAIN_RANGE, CALIBRATING ->
          reading.value() + ":" + reading.quality();
    };
  }

  private static String line(EmittedSample sample) {
    return sample.at()
        + sample.readings().stream()
            .map(reading -> " %s=%s".formatted(reading.channel().name(), text(reading)))
            .collect(Collectors.joining());
  }
}
