package vn.binhduong.gateway.proof.site;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import vn.binhduong.gateway.ioc.standin.LinkProxy;
import vn.binhduong.gateway.ioc.verify.Outage;
import vn.binhduong.gateway.ioc.verify.TruthRow;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// One gateway through all its lives, and what is known of it. For one thread; the tally is shared.
public final class Victim {
  /// Time of a sample against that of its truth row: the millisecond of one clock against the
  /// nanosecond of another.
  private static final long TRUTH_TOLERANCE_MILLIS = 60;

  /// How long one answer of an instrument may be on its way at a SIGTERM.
  private static final long IN_FLIGHT_MILLIS = 500;

  private static final Duration[] INTERVALS = {
    Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1)
  };

  private final ProofRun run;
  private final Ioc ioc;
  private final Tally tally;
  private final Site site;
  private final Random random;
  private final Book book = new Book();
  private final Bound bound = new Bound();
  private final List<Outage> outages = new ArrayList<>();

  Victim(String name, ProofRun run, Ioc ioc, Tally tally) throws IOException {
    this.run = run;
    this.ioc = ioc;
    this.tally = tally;
    long seed = run.seed() * 31 + name.charAt(0);
    this.random = new Random(seed);
    this.site = new Site(name, run.directory().resolve(name), ioc.port(), run.gateway());
  }

  /// The gateway.
  public Site site() {
    return site;
  }

  /// Decides everything random of this gateway.
  public Random random() {
    return random;
  }

  /// A commit interval for the next life.
  public Duration anyInterval() {
    return INTERVALS[random.nextInt(INTERVALS.length)];
  }

  /// The radio link goes and comes: cut at one of five starts, restored at every second.
  public void anyLink() {
    if (site.link().up() && random.nextInt(5) == 0) {
      site.link().cut(random.nextBoolean() ? LinkProxy.Cut.RESET : LinkProxy.Cut.SILENT);
    } else if (!site.link().up() && random.nextBoolean()) {
      site.link().restore();
    }
  }

  /// Looks at what a life ended by force has left: what it emitted is stored, but for what the
  /// bound allows, and the book agrees.
  ///
  /// @param which life, for people
  public void died(Life life, String which) throws IOException {
    StoreView view = StoreView.read(site.data());
    long now = System.currentTimeMillis();
    long nanos = System.nanoTime();
    List<TruthRow> emitted = site.emitted();
    List<TruthRow> lost =
        Losses.of(
            emitted,
            view.entries(),
            at -> now + (at.nanos() - nanos) / 1_000_000,
            TRUTH_TOLERANCE_MILLIS);
    List<TruthRow> breaches = bound.breaches(life, emitted, lost);
    long bounded = Bound.millis(life);
    // The verifier knows emission only; what was on its way to the store has been judged here.
    long oldest = Losses.oldestMillis(lost, life.signalMillis());
    outages.add(
        Outage.killed(
                life.signalMillis(),
                life.goneMillis(),
                breaches.isEmpty() ? Math.max(bounded, oldest) : bounded,
                which)
            .ofDevices(site.name()));
    if (!breaches.isEmpty()) {
      TruthRow first = breaches.getFirst();
      wrong(
          "%s: %d samples lost that were older than the bound of %d ms, such as %s, %d ms old"
              .formatted(
                  which,
                  breaches.size(),
                  bounded,
                  first.device(),
                  life.signalMillis() - first.timeMillis()));
      synchronized (tally) {
        tally.lost(breaches.size());
      }
    }
    if (view.unsealed() > 1) {
      fault("of these, as it sealed a segment");
    }
    look(view, which);
  }

  /// Looks at what a life that was stopped in order has left.
  public void stopped(long signalMillis, String which) throws IOException {
    outages.add(
        Outage.stopped(signalMillis, System.currentTimeMillis(), IN_FLIGHT_MILLIS, which)
            .ofDevices(site.name()));
    look(StoreView.read(site.data()), which);
  }

  private void look(StoreView view, String which) {
    book.arrived(ioc.feed().take(site.gateway()));
    book.look(view);
    view.skipped().forEach(text -> run.tell("%s: not readable: %s", which, text));
    tell(which);
  }

  private void tell(String which) {
    synchronized (tally) {
      for (Book.Breach breach : book.takeBreaches()) {
        switch (breach.kind()) {
          case LOST -> tally.lost(1);
          case DUPLICATED -> tally.duplicated(1);
          case UNACCOUNTED -> tally.unaccounted(1);
          case DECLARED -> {}
        }
        tally.wrong("%s: %s", which, breach.text());
        run.tell("WRONG: %s: %s", which, breach.text());
      }
    }
  }

  /// Counts a fault.
  public void fault(String kind) {
    synchronized (tally) {
      tally.fault(kind);
    }
  }

  /// Something is wrong.
  public void wrong(String text) {
    run.tell("WRONG: %s", text);
    synchronized (tally) {
      tally.wrong("%s", text);
    }
  }

  void ran(int life, int lives) {
    synchronized (tally) {
      tally.ran();
    }
    if (life % 25 == 0) {
      run.tell(
          "%s, life %d of %d: %,d numbers; %s", site.gateway(), life, lives, book.seen(), bound);
    }
  }

  List<Outage> outages() {
    return outages;
  }

  void close() throws IOException {
    look(StoreView.read(site.data()), "at the end");
    book.close();
    tell("at the end");
    if (bound.judged() == 0) {
      tally.wrong("%s: no life told its longest commit, so no bound was proved", site.gateway());
    }
    tally.note("%s: %,d numbers seen; %s", site.gateway(), book.seen(), bound);
  }
}
