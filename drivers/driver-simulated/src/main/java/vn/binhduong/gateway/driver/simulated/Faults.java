package vn.binhduong.gateway.driver.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which fault an instrument has at an instant: the one of the fault file, else a planned one, else
/// a random one.
///
/// @param settings what was asked for
/// @param opened from when planned faults count
record Faults(SimSettings settings, Instant opened) {
  private static final List<FaultKind> KINDS = List.of(FaultKind.values());
  private static final int FILE_BYTES_MAX = 32;
  private static final int CURVE = 80;
  private static final long SLOT_SECONDS = 600;
  private static final double SLOTS_PER_DAY = 86_400.0 / SLOT_SECONDS;

  /// The fault at `now`, if there is one.
  Optional<FaultKind> at(Instant now) {
    return inFile().or(() -> planned(now)).or(() -> random(now));
  }

  private Optional<FaultKind> inFile() {
    Path file = settings.faultFile();
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return kind(new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.UTF_8).strip());
    } catch (IOException gone) {
      return Optional.empty(); // deleted between the two calls: the fault is over
    }
  }

  /// The kind of this name; a file that names none, as one made by `touch`, unplugs the instrument.
  private static Optional<FaultKind> kind(String name) {
    for (FaultKind kind : FaultKind.values()) {
      if (name.equals(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return Optional.of(kind);
      }
    }
    return name.isEmpty() ? Optional.of(FaultKind.DROP_OUT) : Optional.empty();
  }

  private Optional<FaultKind> planned(Instant now) {
    Duration since = Duration.between(opened, now);
    return settings.faults().stream()
        .filter(
            fault ->
                since.compareTo(fault.start()) >= 0
                    && since.compareTo(fault.start().plus(fault.duration())) < 0)
        .map(PlannedFault::kind)
        .findFirst();
  }

  /// In each ten minutes a fault begins with the asked-for chance.
  private Optional<FaultKind> random(Instant now) {
    if (settings.faultsPerDay() == 0) {
      return Optional.empty();
    }
    long slot = Math.floorDiv(now.getEpochSecond(), SLOT_SECONDS);
    Draws draws = new Draws(settings.seed(), CURVE, slot);
    double into = now.getEpochSecond() - slot * SLOT_SECONDS + now.getNano() / 1e9;
    boolean happens = draws.uniform() < settings.faultsPerDay() / SLOTS_PER_DAY;
    double start = 300 * draws.uniform();
    double end = start + 10 + 110 * draws.uniform();
    FaultKind kind = KINDS.get((int) (draws.uniform() * KINDS.size()));
    return happens && into >= start && into < end ? Optional.of(kind) : Optional.empty();
  }
}
