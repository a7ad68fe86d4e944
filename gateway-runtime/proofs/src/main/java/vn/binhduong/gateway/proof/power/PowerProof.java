package vn.binhduong.gateway.proof.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.proof.faults.Fault;
import vn.binhduong.gateway.proof.faults.FaultLayer;
import vn.binhduong.gateway.proof.faults.Faults;
import vn.binhduong.gateway.proof.faults.Journal;
import vn.binhduong.gateway.proof.site.Life;
import vn.binhduong.gateway.proof.site.Siege;
import vn.binhduong.gateway.proof.site.Site;
import vn.binhduong.gateway.proof.site.Victim;

/// The gateway under load when power fails: every change it makes to its files is written down by a
/// layer under it; at a random moment it dies, and its data directory is replaced by one that a
/// disk could hold then ([Disk]): what was synced is there, everything else is there, gone or torn,
/// as the seed decides. The next life has another boot id, as after a real power cut, and runs on
/// that.
///
/// The IOC keeps what it knows, so whatever was sent before it was durable shows. Everything else
/// is judged as in the crash proof. The brief run takes about 60 s on two processors. Needs
/// mosquitto and gcc.
public final class PowerProof implements Proof {
  private static final int RUNS = 200;
  private static final int RUNS_BRIEF = 20;
  private static final Duration EMITTED_MAX = Duration.ofMinutes(3);

  @Override
  public String name() {
    return "power";
  }

  @Override
  public String promise() {
    return "a power cut takes nothing that anyone saw, and nothing older than commit interval and longest commit";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? RUNS_BRIEF : RUNS;
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    FaultLayer layer = FaultLayer.compile(run.directory());
    return Siege.lay(run, victim -> new Cutter(run, layer, victim));
  }

  /// Cuts the power of one gateway again and again.
  private static final class Cutter implements Siege.Turn {
    private final Faults faults;
    private final Path bootId;
    private final Path kept;

    Cutter(ProofRun run, FaultLayer layer, Victim victim) throws IOException {
      String name = victim.site().gateway();
      faults = layer.below(victim.site().data(), run.directory(), name, true);
      bootId = run.directory().resolve(name + ".boot-id");
      kept = run.directory().resolve(name + ".before");
      // The installer makes it, and syncs it.
      Files.createDirectories(victim.site().data());
    }

    @Override
    public boolean live(Victim victim, int life, String which)
        throws IOException, InterruptedException {
      Site site = victim.site();
      Random random = victim.random();
      Disk.Model model = random.nextBoolean() ? Disk.Model.STRICT : Disk.Model.ORDERED;
      Disk disk = Disk.load(site.data(), model);
      Files.deleteIfExists(faults.journal());
      Files.writeString(bootId, new UUID(random.nextLong(), random.nextLong()) + "\n");
      victim.anyLink();
      faults.heal();
      boolean starting = random.nextInt(10) < 4;
      boolean strikes = random.nextInt(5) > 0;
      if (starting) {
        faults.arm(Fault.kill(1 + random.nextInt(150), random.nextBoolean()));
      }
      site.start(victim.anyInterval(), true, words -> faults.command(words, bootId));
      if (!starting) {
        if (!site.awaitEmitted(EMITTED_MAX)) {
          victim.wrong(
              "%s: nothing was measured within %s, or it ended by itself; see %s"
                  .formatted(which, EMITTED_MAX, site.log()));
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
        if (strikes) {
          faults.arm(Fault.kill(1 + random.nextInt(40), random.nextBoolean()));
        }
      }
      Life ended = site.end(faults, starting || strikes);
      Disk.Fate fate = List.of(Disk.Fate.values()).get(random.nextInt(Disk.Fate.values().length));
      long pending = cut(site, disk, fate, random);
      victim.fault(
          "cut as it %s, %s names, unsynced: %s"
              .formatted(starting ? "starts" : "measures", word(model), word(fate)));
      victim.died(
          ended, "%s (%s, %s, %d changes not synced)".formatted(which, model, fate, pending));
      return true;
    }

    private long cut(Site site, Disk disk, Disk.Fate fate, Random random) throws IOException {
      List<Journal.Entry> entries = Journal.read(faults.journal());
      entries.forEach(disk::apply);
      keepForPeople(site);
      disk.cut(fate, random).replace(site.data());
      return disk.pending();
    }

    /// The journal of the last life, for whoever looks into a failure.
    private void keepForPeople(Site site) throws IOException {
      if (Files.exists(faults.journal())) {
        Files.copy(
            faults.journal(),
            kept.resolveSibling(site.gateway() + ".last-journal"),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }

    private static String word(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }
}
