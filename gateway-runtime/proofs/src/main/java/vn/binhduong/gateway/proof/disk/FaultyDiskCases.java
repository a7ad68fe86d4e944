package vn.binhduong.gateway.proof.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.proof.faults.Call;
import vn.binhduong.gateway.proof.faults.Fault;
import vn.binhduong.gateway.proof.faults.FaultLayer;
import vn.binhduong.gateway.proof.faults.Faults;
import vn.binhduong.gateway.store.Cursor;
import vn.binhduong.gateway.store.GapReason;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// Every call by which the store changes its files is made to fail, one after the other: once, and
/// many times in a row; with ENOSPC and with EIO. After each, the store must have gone on by
/// itself, shown the right trouble if any, and hold every sample it took, as data, condensed, or in
/// a gap record.
final class FaultyDiskCases {
  /// Calls in a row that fail: some attempts of the store, the pauses between which grow.
  private static final int ROW = 5;

  private static final int READ_MAX = 1_000;

  /// One way to fail.
  private record Mode(Fault.Error error, boolean once) {
    Fault at(long number) {
      return new Fault(
          EnumSet.allOf(Call.class),
          number - 1,
          once ? 1 : ROW,
          error,
          once && number % 2 == 0,
          "",
          Duration.ZERO);
    }

    @Override
    public String toString() {
      return error + (once ? " once" : " %d times in a row".formatted(ROW));
    }
  }

  private static final List<Mode> MODES =
      List.of(
          new Mode(Fault.Error.ENOSPC, true),
          new Mode(Fault.Error.EIO, true),
          new Mode(Fault.Error.ENOSPC, false),
          new Mode(Fault.Error.EIO, false));

  private final ProofRun run;
  private final Tally tally;
  private final Path work;
  private final Path cases;
  private final Map<String, Long> skipped = new TreeMap<>();
  private long quarantined;
  private int kept;
  private long troublesSeen;

  FaultyDiskCases(ProofRun run, Tally tally) throws IOException {
    this.run = run;
    this.tally = tally;
    this.work = Files.createDirectories(run.directory().resolve("faulty-disk"));
    this.cases = Files.createDirectories(work.resolve("cases"));
  }

  void carryOut() throws IOException, InterruptedException {
    Faults faults = FaultLayer.compile(work).below(cases, work, "script", false);
    Process process = null;
    try (Child child = new Child(faults)) {
      process = child.process;
      Path template = cases.resolve("template");
      String[] prepared = child.ask("prepare %s %d".formatted(template, run.seed()));
      long calls = calls(faults, child, template, prepared);
      int each = (int) Math.min(calls, Math.max(1, run.runs() / MODES.size()));
      tally.note(
          "%d calls change files in one script; %d of them fail, in %d ways",
          calls, each, MODES.size());
      Random random = new Random(run.seed());
      String call = run.options().get("call");
      if (call != null) {
        int times = Integer.parseInt(run.options().getOrDefault("times", "1"));
        for (int i = 0; i < times * MODES.size(); i++) {
          Mode mode = MODES.get(i % MODES.size());
          one(faults, child, template, prepared, mode, Long.parseLong(call));
        }
        return;
      }
      for (Mode mode : MODES) {
        for (int i = 0; i < each; i++) {
          long from = 1 + i * calls / each;
          long number = from + random.nextLong(Math.max(1, (i + 1) * calls / each + 1 - from));
          one(faults, child, template, prepared, mode, number);
        }
        run.tell("%s: %d cases", mode, each);
      }
    } finally {
      if (process != null) {
        process.destroyForcibly().waitFor();
      }
    }
    if (!skipped.isEmpty()) {
      tally.note("numbers skipped because the end of the log could not be proved: %s", skipped);
    }
    tally.note(
        "trouble was shown in %d cases, files were quarantined in %d", troublesSeen, quarantined);
  }

  /// How many calls the script makes when nothing fails.
  private long calls(Faults faults, Child child, Path template, String[] prepared)
      throws IOException {
    Path directory = cases.resolve("count");
    copy(template, directory);
    faults.arm(Fault.from(EnumSet.allOf(Call.class), Long.MAX_VALUE / 2, Fault.Error.EIO));
    String[] said = child.ask(order(directory, prepared));
    long calls = faults.matched();
    faults.heal();
    judge(directory, said, "without any fault", false);
    delete(directory);
    return calls;
  }

  private String order(Path directory, String[] prepared) {
    return "run %s %d %s %s".formatted(directory, run.seed(), prepared[1], prepared[2]);
  }

  private void one(
      Faults faults, Child child, Path template, String[] prepared, Mode mode, long number)
      throws IOException {
    Path directory = cases.resolve("case");
    copy(template, directory);
    String what = "%s at call %d".formatted(mode, number);
    faults.arm(mode.at(number));
    String[] said = child.ask(order(directory, prepared));
    boolean struck = faults.struck() > 0;
    faults.heal();
    tally.ran();
    if (struck) {
      tally.fault(mode.toString());
    }
    if (!judge(directory, said, what, mode.error() == Fault.Error.ENOSPC)) {
      Path place =
          work.resolve(
              "kept-%d-%d-%s".formatted(++kept, number, mode.toString().replace(' ', '-')));
      Files.move(directory, place);
    } else {
      delete(directory);
    }
  }

  private boolean judge(Path directory, String[] said, String what, boolean full) {
    if (!said[0].equals("done")) {
      wrong(what, "the store did not go on by itself: " + String.join(" ", said));
      return false;
    }
    List<String> wrong = new ArrayList<>();
    if (said.length > 4) {
      troublesSeen++;
      if (said[4].contains("disk is full") != full && said[4].contains("disk is full")) {
        wrong.add("the wrong trouble was shown: " + said[4]);
      }
    }
    if (Files.exists(directory.resolve("quarantine"))) {
      quarantined++;
    }
    try (Store store =
        Store.open(Script.settings(), directory, Script::now, InstantSource.system())) {
      store.trouble().ifPresent(text -> wrong.add("trouble after all is healed: " + text));
      account(store, said, wrong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wrong.forEach(text -> wrong(what, text));
    return wrong.isEmpty();
  }

  /// Told at once: of the many cases there are hours of.
  private void wrong(String what, String text) {
    run.tell("  WRONG: %s: %s", what, text);
    tally.wrong("%s: %s", what, text);
  }

  private void account(Store store, String[] said, List<String> wrong) {
    Envelopes envelopes = new Envelopes(Script.fields(run.seed()));
    Map<String, Ranges> known = new HashMap<>();
    Cursor cursor = store.cursor(Position.START, device -> true);
    for (List<Stored> some = cursor.next(READ_MAX); !some.isEmpty(); some = cursor.next(READ_MAX)) {
      for (Stored stored : some) {
        known
            .computeIfAbsent(key(stored.epoch(), stored.entry().device()), k -> new Ranges())
            .add(stored.seq());
        if (stored.entry() instanceof Sample sample) {
          Map<String, Double> values = new HashMap<>();
          for (Reading reading : sample.readings()) {
            values.put(reading.channel().name(), reading.value());
          }
          envelopes.row(
              sample.device(), Field.BASE_MILLIS + sample.at().nanos() / 1_000_000, values);
        }
      }
    }
    for (StreamLedger stream : store.ledger()) {
      Ranges ranges =
          known.computeIfAbsent(key(stream.epoch(), stream.device()), k -> new Ranges());
      stream.acked().forEach(range -> ranges.add(range.from(), range.to()));
      stream.gaps().forEach(gap -> ranges.add(gap.range().from(), gap.range().to()));
      long missing = ranges.gaps(1, stream.last()).stream().mapToLong(Ranges.Range::count).sum();
      tally.unaccounted(missing);
      if (missing > 0) {
        wrong.add(
            "%s: %d numbers are neither held, delivered nor in a gap"
                .formatted(stream.device(), missing));
      }
      long given = given(stream.device(), said);
      for (StreamLedger.Gap gap : stream.gaps()) {
        if (gap.why() == GapReason.LOST) {
          skipped.merge(stream.device(), gap.range().size(), Long::sum);
          long held = Math.min(given, gap.range().to()) - gap.range().from() + 1;
          if (held > 0) {
            tally.lost(held);
            wrong.add(
                "%s: %d numbers that were given are told as lost".formatted(stream.device(), held));
          }
        }
      }
    }
    List<String> devices = List.of("quick", "radar");
    for (int i = 0; i < devices.size(); i++) {
      long holes = envelopes.holes(devices.get(i), Long.parseLong(said[i + 1]));
      tally.lost(holes);
      if (holes > 0) {
        wrong.add("%s: %d samples that were committed are gone".formatted(devices.get(i), holes));
      }
    }
    wrong.addAll(envelopes.wrong());
  }

  /// How many numbers of a stream were given for certain.
  private static long given(String device, String[] said) {
    return switch (device) {
      case "quick" -> Long.parseLong(said[1]);
      case "radar" -> Long.parseLong(said[2]);
      default -> 0;
    };
  }

  private static String key(java.util.UUID epoch, String device) {
    return epoch + "/" + device;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// The script as a process with the layer under it.
  private final class Child implements AutoCloseable {
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;

    Child(Faults faults) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "-Xmx128m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Script.class.getName());
      builder.environment().putAll(faults.environment());
      builder.redirectError(work.resolve("script.log").toFile());
      process = builder.start();
      orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
      answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// The words of the answer: `done`, three numbers and the trouble, or `failed` and why.
    String[] ask(String order) throws IOException {
      orders.println(order);
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith("answer ")) {
          String[] words = line.substring(7).split(" ", 5);
          return words[0].equals("done") && words[words.length - 1].isEmpty()
              ? Arrays.copyOf(words, words.length - 1)
              : words;
        }
      }
      throw new IOException("the script ended by itself; see " + work.resolve("script.log"));
    }

    @Override
    public void close() {
      orders.close();
    }
  }
}
