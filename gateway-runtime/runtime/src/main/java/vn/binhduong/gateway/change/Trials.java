package vn.binhduong.gateway.change;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.settings.YamlText;

/// The configuration file and what stands beside it while a change is on trial, in the directory
/// `gateway.yaml.change`:
///
///     journal.json     the last change and where it stands
///     candidate.yaml   the new file
///     previous.yaml    the former file
///     health           the state of every part just before
///
/// Each step is written down before it is taken, and a kill at any of them ends with one of the two
/// files in place, whole. Thread-safe; one process at a time.
public final class Trials {
  private static final System.Logger LOG = System.getLogger(Trials.class.getName());

  /// Largest journal that is read, bytes.
  private static final int JOURNAL_BYTES_MAX = 64 << 10;

  private final Path file;
  private final Path directory;
  private final Supplier<BootTime> clock;
  private @Nullable Trial last;

  private Trials(Path file, Supplier<BootTime> clock) {
    this.file = file.toAbsolutePath();
    this.directory = this.file.resolveSibling(file.getFileName() + ".change");
    this.clock = clock;
  }

  /// Those of a configuration file.
  ///
  /// @param clock now
  public static Trials of(Path file, Supplier<BootTime> clock) {
    Trials trials = new Trials(file, clock);
    trials.readJournal();
    return trials;
  }

  /// A journal that cannot be read is set aside: the file that is in place runs.
  private synchronized void readJournal() {
    Path journal = directory.resolve("journal.json");
    try {
      if (Files.size(journal) > JOURNAL_BYTES_MAX) {
        throw new IOException("larger than %d bytes".formatted(JOURNAL_BYTES_MAX));
      }
      last = TrialJournal.read(Files.readAllBytes(journal));
    } catch (NoSuchFileException e) {
      // there never was a change
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "config: {0} cannot be used and is set aside as journal.damaged; {1} runs as it is: {2}",
          journal,
          file,
          e.getMessage());
      try {
        Files.move(
            journal,
            directory.resolve("journal.damaged"),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException again) {
        LOG.log(Level.ERROR, "config: {0} cannot be set aside: {1}", journal, again.getMessage());
      }
    }
  }

  /// The configuration file.
  public Path file() {
    return file;
  }

  /// The file that was asked for last; there is none before the first change.
  public Path candidate() {
    return directory.resolve("candidate.yaml");
  }

  /// The last change, decided or not.
  public synchronized Optional<Trial> last() {
    return Optional.ofNullable(last);
  }

  /// The text that runs when no change is on trial, or that comes back.
  ///
  /// @throws IOException when there is none that can be read
  public synchronized YamlText previous() throws IOException {
    return YamlText.read(directory.resolve("previous.yaml"));
  }

  /// The state of every part just before the change on trial.
  public synchronized HealthPicture before() throws IOException {
    return HealthPicture.read(Files.readAllBytes(directory.resolve("health")));
  }

  /// Puts a checked text in place; it runs from the next start on.
  ///
  /// @param by who asked for it
  /// @param deadline of the proof
  /// @param before the state of every part now
  /// @throws IOException when the file cannot be replaced; the former one stands, and there is no
  ///   trial
  public synchronized Trial begin(String text, String by, Duration deadline, HealthPicture before)
      throws IOException {
    if (last != null && last.open()) {
      throw new IllegalStateException("a change is on trial already");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(directory);
    AtomicFile.write(directory.resolve("previous.yaml"), Files.readAllBytes(file));
    AtomicFile.write(candidate(), bytes);
    AtomicFile.write(directory.resolve("health"), before.bytes());
    Trial trial =
        new Trial(
            Trial.Stage.TRIAL,
            sha256(bytes),
            by.substring(0, Math.min(by.length(), Trial.BY_CHARACTERS_MAX)),
            deadline,
            clock.get(),
            0,
            List.of(),
            Trial.Stage.NONE);
    Trial former = last;
    keep(trial);
    try {
      AtomicFile.write(file, bytes);
    } catch (IOException e) {
      if (former == null) {
        Files.delete(directory.resolve("journal.json"));
        last = null;
      } else {
        keep(former);
      }
      throw e;
    }
    return trial;
  }

  /// To be called at the start of the process, before the file is read: finishes what a kill
  /// interrupted, counts the start, and puts the former file back when there were too many.
  public synchronized void atStart() {
    Trial trial = last;
    if (trial == null || !trial.open()) {
      return;
    }
    try {
      switch (trial.stage()) {
        case TRIAL -> startOnTrial(trial);
        case REVERTING -> putBack(trial);
        default -> {}
      }
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "config: the change of {0} asked for by {1} cannot be carried on: {2}",
          file,
          trial.by(),
          e.getMessage());
    }
  }

  private void startOnTrial(Trial trial) throws IOException {
    String present = sha256(file);
    if (!present.equals(trial.sha256())) {
      if (!present.isEmpty() && !present.equals(sha256(directory.resolve("previous.yaml")))) {
        keep(
            trial.at(
                Trial.Stage.SUPERSEDED,
                List.of("%s was edited during the trial".formatted(file.getFileName()))));
        return;
      }
      // Killed before the new file was in place, or the file was lost since.
      AtomicFile.write(file, Files.readAllBytes(candidate()));
    }
    if (trial.starts() >= Trial.STARTS_MAX) {
      revert(
          List.of("the gateway was started %d times without proving it".formatted(trial.starts())));
      return;
    }
    keep(trial.startedAgain());
  }

  /// The new file stays.
  public synchronized void confirm() throws IOException {
    if (last != null && last.stage() == Trial.Stage.TRIAL) {
      keep(last.at(Trial.Stage.CONFIRMED, List.of()));
    }
  }

  /// The former file comes back; it runs from the next start on.
  ///
  /// @param why what was worse, for people
  /// @throws IOException when it cannot be put back now, such as on a full disk; called again, or
  ///   at the next start, it tries again
  public synchronized void revert(List<String> why) throws IOException {
    if (last != null && last.stage() == Trial.Stage.TRIAL) {
      keep(last.at(Trial.Stage.REVERTING, why));
    }
    if (last != null && last.stage() == Trial.Stage.REVERTING) {
      putBack(last);
    }
  }

  private void putBack(Trial trial) throws IOException {
    AtomicFile.write(file, Files.readAllBytes(directory.resolve("previous.yaml")));
    keep(trial.at(Trial.Stage.REVERTED, trial.problems()));
  }

  /// The IOC has been told where the change stands.
  ///
  /// @param known the stage it was told
  public synchronized void told(Trial.Stage known) throws IOException {
    if (last != null) {
      keep(last.told(known));
    }
  }

  private void keep(Trial trial) throws IOException {
    AtomicFile.write(directory.resolve("journal.json"), TrialJournal.bytes(trial));
    last = trial;
  }

  /// Of a file; empty when there is none.
  private static String sha256(Path path) throws IOException {
    try {
      return sha256(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// Of bytes, in lower-case hexadecimal.
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
