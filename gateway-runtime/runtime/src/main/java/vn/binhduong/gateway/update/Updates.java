package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import vn.binhduong.gateway.health.HealthPicture;

/// Updates of the program below an installation root: the shell around [Machine].
///
///     root/releases/VERSION   the slots, see Slots
///     root/current            link to the one in use; moved by the supervisor alone
///     root/keys/ID.pem        keys whose signatures are accepted
///     root/inbox/             what gateway and gatewayctl write, see Notes
///     root/supervisor/        what the supervisor writes
///
/// Thread-safe, and safe between processes, by one lock for both: every change is made under
/// `inbox/lock`, and the journal is read again under it; only an installation holds it for longer
/// than moments. Each step is durable in the journal before anything follows from it, so a kill at
/// any point is taken up by the next [#look].
public final class Updates {
  /// What this program is called in manifests.
  public static final String PRODUCT = "edge-gateway";

  /// How long a step waits for the lock; [#look] does not wait.
  private static final Duration LOCK_MAX = Duration.ofSeconds(10);

  /// The note by which one process tells another that an update is not wanted any more.
  private static final String CALLED_OFF = "called-off";

  private static final System.Logger LOG = System.getLogger(Updates.class.getName());

  private final Path root;
  private final Hardware hardware;
  private final Notes notes;
  private final Slots slots;
  private final TrustedKeys keys;
  private final Untold untold;
  private final UpdateLock lock;

  /// A journal change that is to be made.
  private interface Step<T> {
    T run(Journal now) throws IOException, RefusedException;
  }

  private Updates(Path root, Hardware hardware, Disk disk) {
    this.root = root;
    this.hardware = hardware;
    this.notes = new Notes(root);
    this.slots = new Slots(root, disk);
    this.keys = new TrustedKeys(root.resolve("keys"));
    this.lock = new UpdateLock(notes.inbox("lock"));
    this.untold = new Untold(notes.inbox("untold"));
  }

  /// The updates of an installation root.
  public static Updates at(Path root) {
    return at(root, Hardware.here(), Disk.REAL);
  }

  static Updates at(Path root, Hardware hardware, Disk disk) {
    return new Updates(root, hardware, disk);
  }

  /// Whether the program is installed in slots here, so that there is something to update.
  public boolean present() {
    return Files.isDirectory(root.resolve("releases")) && Files.isDirectory(root.resolve("inbox"));
  }

  /// Where the present or last update stands. A journal that cannot be read counts as none.
  public Journal journal() throws IOException {
    try {
      return Notes.read(notes.inbox("journal")).map(Journal::read).orElse(Journal.EMPTY);
    } catch (IllegalArgumentException e) {
      LOG.log(System.Logger.Level.WARNING, "update: {0}; begun anew", e.getMessage());
      return Journal.EMPTY;
    }
  }

  /// The version in use.
  public Optional<Version> current() throws IOException {
    return slots.current();
  }

  /// Versions that stand in slots, the lowest first.
  public List<Version> installed() throws IOException {
    return slots.installed();
  }

  /// Verifies a package that was brought as a file and unpacks it into a slot of its own.
  ///
  /// @return its manifest; the state is then DOWNLOADED
  /// @throws RefusedException when it is not accepted; the result stands in the journal
  /// @throws IOException when a disk failed; the result is then FAILED
  public Manifest install(Path file) throws IOException, RefusedException {
    return exclusively(
        now -> {
          Journal begun =
              step(now, new Signal.Begin(UUID.randomUUID().toString(), Journal.FROM_FILE));
          return installBegun(begun, file);
        });
  }

  /// Begins an update whose package somebody fetches, for as long as it takes and over restarts;
  /// ends with [#accept], [#refuse] or [#cancel].
  ///
  /// @param source where it comes from
  /// @return the journal, whose id names the update from here on
  /// @throws RefusedException when the source is no address that can be fetched from; the result
  ///   stands in the journal
  public Journal begin(String source) throws IOException, RefusedException {
    return exclusively(
        now -> {
          Journal begun = step(now, new Signal.Begin(UUID.randomUUID().toString(), source));
          try {
            Source.parse(source);
          } catch (RefusedException e) {
            step(begun, new Signal.Refused(e.code(), e.getMessage()));
            throw e;
          }
          return begun;
        });
  }

  /// Counts an attempt to fetch; after too many, the update has ended with CONNECTION_LOST.
  ///
  /// @param etag of what the server has, so that a later attempt can go on with it; empty when it
  ///   tells none
  public Journal attempt(String id, String etag) throws IOException, RefusedException {
    return exclusively(now -> step(fetched(now, id), new Signal.Attempt(etag)));
  }

  /// Keeps the ETag of what is being fetched; no attempt of its own.
  void etag(String id, String etag) throws IOException, RefusedException {
    exclusively(
        now -> {
          Journal tagged = fetched(now, id).withAttempt(now.attempts(), etag);
          save(tagged);
          return tagged;
        });
  }

  /// Whether something is to be fetched now.
  boolean toFetch(Journal journal) {
    return present()
        && journal.state() == UpdateState.DOWNLOADING
        && !journal.source().equals(Journal.FROM_FILE);
  }

  /// Takes what was fetched in, as [#install] does.
  public Manifest accept(String id, Path file) throws IOException, RefusedException {
    return exclusively(now -> installBegun(fetched(now, id), file));
  }

  /// Ends a fetch that came to nothing.
  public Journal refuse(String id, ResultCode code, String reason)
      throws IOException, RefusedException {
    return exclusively(now -> step(fetched(now, id), new Signal.Refused(code, reason)));
  }

  private static Journal fetched(Journal now, String id) throws RefusedException {
    if (now.state() != UpdateState.DOWNLOADING || !now.id().equals(id)) {
      throw new RefusedException(
          ResultCode.FAILED, "update %s is not being fetched any more".formatted(id));
    }
    return now;
  }

  private Manifest installBegun(Journal begun, Path file) throws IOException, RefusedException {
    try {
      UpdatePackage update = UpdatePackage.open(file, keys, unit());
      slots.install(update, () -> !calledOff(begun.id()));
      step(begun, new Signal.Installed(update.manifest()));
      return update.manifest();
    } catch (RefusedException e) {
      step(begun, new Signal.Refused(e.code(), e.getMessage()));
      throw e;
    } catch (ClosedByInterruptException e) {
      throw e; // this process stops; the next one goes on
    } catch (IOException e) {
      step(begun, new Signal.Refused(ResultCode.FAILED, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private Manifest.Unit unit() throws IOException, RefusedException {
    Version running =
        slots
            .current()
            .orElseThrow(
                () ->
                    new RefusedException(
                        ResultCode.FAILED,
                        "%s: expected a link to a slot, found none; the program is not installed in slots"
                            .formatted(root.resolve("current"))));
    Set<String> failed = new HashSet<>();
    for (String line : lines("failed")) {
      failed.add(line.split(" ", 2)[0]);
    }
    Version floor = running;
    for (String line : lines("floor")) {
      floor = Version.parse(line);
    }
    return new Manifest.Unit(PRODUCT, hardware, running, floor, failed);
  }

  private List<String> lines(String name) throws IOException {
    return Notes.bytes(notes.supervisor(name))
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).lines().toList())
        .orElse(List.of());
  }

  /// Asks the supervisor to switch to what was installed.
  ///
  /// @throws RefusedException when nothing is installed and waiting (4.05 in LwM2M)
  public void apply() throws IOException, RefusedException {
    exclusively(
        now -> {
          Journal asked = step(now, new Signal.Apply());
          request(asked);
          return asked;
        });
  }

  private void request(Journal journal) throws IOException {
    Notes.write(
        notes.inbox("request"),
        new KeyValues(
                List.of(Map.entry("id", journal.id()), Map.entry("version", journal.version())))
            .bytes());
  }

  /// Leaves what was installed for later; the state stays DOWNLOADED.
  public void defer(String reason) throws IOException, RefusedException {
    exclusively(now -> step(now, new Signal.Defer(reason)));
  }

  /// Calls an update off that the supervisor was not yet asked for, and removes its slot. Whoever
  /// is unpacking it, in this process or another, stops at the next file.
  ///
  /// @throws RefusedException when there is none, or it cannot be called off any more (4.05 in
  ///   LwM2M)
  public void cancel() throws IOException, RefusedException {
    Journal seen = journal();
    if (present() && seen.state() == UpdateState.DOWNLOADING) {
      callOff(seen.id());
    }
    exclusively(
        now -> {
          forgetCallingOff();
          boolean ended =
              now.id().equals(seen.id())
                  && now.state() == UpdateState.IDLE
                  && now.result() == ResultCode.CANCELLED
                  && seen.state() == UpdateState.DOWNLOADING;
          return ended ? now : dropped(now, new Signal.Cancel());
        });
  }

  /// Best effort: on a full disk whoever unpacks ends by itself.
  private void callOff(String id) {
    try {
      Notes.write(notes.inbox(CALLED_OFF), new KeyValues(List.of(Map.entry("id", id))).bytes());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "update: calling off: {0}", e.getMessage());
    }
  }

  /// What is left of it means no other update: each has an id of its own.
  private void forgetCallingOff() {
    try {
      Notes.remove(notes.inbox(CALLED_OFF));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "update: calling off: {0}", e.getMessage());
    }
  }

  private boolean calledOff(String id) {
    try {
      return Notes.read(notes.inbox(CALLED_OFF))
          .map(note -> note.get("id", "").equals(id))
          .orElse(false);
    } catch (IOException e) {
      return false; // asked again with the next file
    }
  }

  /// The same without a result.
  public void clear() throws IOException, RefusedException {
    drop(new Signal.Clear());
  }

  private void drop(Signal signal) throws IOException, RefusedException {
    exclusively(now -> dropped(now, signal));
  }

  private Journal dropped(Journal now, Signal signal) throws IOException, RefusedException {
    Journal after = step(now, signal);
    if (now.state() == UpdateState.DOWNLOADED) {
      removeSlot(now.version());
    }
    slots.clean();
    return after;
  }

  private void removeSlot(String version) {
    try {
      slots.remove(Version.parse(version));
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.WARNING, "update: slot left as it is: {0}", e.getMessage());
    }
  }

  /// Takes up what a kill interrupted, what the supervisor did and what time does, and tells each
  /// step once it is durable. To be called every second or so; returns at once while another
  /// process is at work.
  ///
  /// @param passed since the last call
  /// @param tell is told of steps and results; at least once each, again after a kill in between
  public void look(Duration passed, Consumer<Journal> tell) throws IOException {
    try (UpdateLock.Held held = lock.attempt()) {
      if (held != null) {
        Journal now = takeUp(journal(), passed);
        untold.tell(tell);
        if (!now.told()) {
          tell.accept(now);
          save(Machine.next(now, new Signal.Told()).orElse(now));
        }
      }
    }
  }

  /// Where the update stands, after taking up what is new of the supervisor; leaves the telling to
  /// the gateway.
  public Journal refresh() throws IOException {
    try (UpdateLock.Held held = lock.attempt()) {
      return held == null ? journal() : takeUp(journal(), Duration.ZERO);
    }
  }

  /// What the supervisor is at, one word of its own; `idle` when it is at nothing or was never
  /// there.
  public String supervisorPhase() throws IOException {
    return Notes.read(notes.supervisor("journal"))
        .map(values -> values.get("phase", "idle"))
        .orElse("idle");
  }

  private Journal takeUp(Journal now, Duration passed) throws IOException {
    return switch (now.state()) {
      case IDLE -> now;
      case DOWNLOADING ->
          now.source().equals(Journal.FROM_FILE)
              // Whoever read the file held the lock, and is gone.
              ? ended(
                  now,
                  new Signal.Refused(
                      ResultCode.CONNECTION_LOST,
                      "reading the file was interrupted; start it again"))
              : passed(now, passed);
      case DOWNLOADED -> {
        Journal after = passed(now, passed);
        if (after.state() == UpdateState.IDLE) {
          removeSlot(now.version());
        }
        yield after;
      }
      case UPDATING -> supervised(now, passed);
    };
  }

  private Journal supervised(Journal now, Duration passed) throws IOException {
    Optional<KeyValues> outcome = Notes.read(notes.supervisor("outcome")).filter(of(now.id()));
    if (outcome.isPresent()) {
      return ended(
          now,
          new Signal.Outcome(
              outcome.get().get("result", "").equals("" + ResultCode.SUCCESS.number()),
              outcome.get().get("reason", "")));
    }
    boolean taken = Notes.read(notes.supervisor("journal")).filter(of(now.id())).isPresent();
    if (taken) {
      return passed(now, passed);
    }
    if (!Machine.unanswered(now)) {
      if (!Files.exists(notes.inbox("request"))) {
        request(now); // killed between the journal and the request
      }
      return passed(now, passed);
    }
    // Withdrawn first: whoever reads the journal after this sees whether the supervisor had it
    // before.
    Notes.remove(notes.inbox("request"));
    return Notes.read(notes.supervisor("journal")).filter(of(now.id())).isPresent()
        ? now
        : ended(
            now,
            new Signal.Outcome(
                false,
                "the update supervisor did not answer within %d min"
                    .formatted(Machine.UNANSWERED_MAX.toMinutes())));
  }

  private static java.util.function.Predicate<KeyValues> of(String id) {
    return values -> values.get("id", "").equals(id);
  }

  /// How often time that went by is written down.
  private static final long SPENT_EVERY_MILLIS = 60_000;

  private final AtomicLong unwrittenMillis = new AtomicLong();

  private Journal passed(Journal now, Duration passed) throws IOException {
    return unwrittenMillis.addAndGet(passed.toMillis()) < SPENT_EVERY_MILLIS
        ? now
        : ended(now, new Signal.Passed(Duration.ofMillis(unwrittenMillis.getAndSet(0))));
  }

  private Journal ended(Journal now, Signal signal) throws IOException {
    Journal after = Machine.next(now, signal).orElse(now);
    save(after);
    return after;
  }

  private Journal step(Journal now, Signal signal) throws IOException, RefusedException {
    Journal after =
        Machine.next(now, signal)
            .orElseThrow(
                () ->
                    new RefusedException(
                        ResultCode.FAILED,
                        "not possible while the update is %s%s"
                            .formatted(
                                now.state(),
                                now.version().isEmpty() ? "" : " (" + now.version() + ")")));
    if (!now.told() && signal instanceof Signal.Begin) {
      untold.keep(now);
    }
    save(after);
    return after;
  }

  private void save(Journal journal) throws IOException {
    Notes.write(notes.inbox("journal"), journal.write().bytes());
  }

  /// The trial the supervisor waits for, if there is one.
  public Optional<Trial> trial() throws IOException {
    return Notes.read(notes.supervisor("trial"))
        .map(values -> new Trial(values.get("id", ""), values.get("version", "")));
  }

  /// A new version on trial.
  ///
  /// @param id of the update
  /// @param version that must confirm itself
  public record Trial(String id, String version) {}

  /// Tells the supervisor that the version on trial is well. Only that version may say so, of
  /// itself.
  public void confirm(Trial trial, String reason) throws IOException {
    Notes.write(
        notes.inbox("confirmed"),
        new KeyValues(
                List.of(
                    Map.entry("id", trial.id()),
                    Map.entry("version", trial.version()),
                    Map.entry("reason", reason)))
            .bytes());
  }

  /// Keeps the state of every part, so that the next version can be compared with it.
  public void remember(HealthPicture picture) throws IOException {
    Notes.write(notes.inbox("health"), picture.bytes());
  }

  /// The state of every part when it was last kept; empty when it never was.
  public HealthPicture remembered() throws IOException {
    return Notes.bytes(notes.inbox("health"))
        .map(HealthPicture::read)
        .orElse(HealthPicture.NOTHING);
  }

  private <T> T exclusively(Step<T> step) throws IOException, RefusedException {
    if (!present()) {
      throw new RefusedException(
          ResultCode.FAILED,
          "%s: expected the directories releases and inbox, found none; the program is not installed in slots"
              .formatted(root));
    }
    try (UpdateLock.Held held = lock.within(LOCK_MAX)) {
      if (held == null) {
        throw new RefusedException(
            ResultCode.FAILED, "somebody else is at work on an update; try again later");
      }
      return step.run(takeUp(journal(), Duration.ZERO));
    }
  }
}
