package vn.binhduong.gateway.uplink;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Ack;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.contract.Problem;
import vn.binhduong.gateway.contract.State;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.contract.Topics;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Store;

/// Forwards what the store holds to the broker of the IOC and takes its commands.
///
/// One thread (`uplink`) does everything; what happens elsewhere (a commit, an acknowledgement, a
/// command that is done) comes to it through one bounded inbox. Neither start nor run depends on
/// the broker. All public methods may be called from any thread.
public final class Uplink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Uplink.class.getName());

  private static final int INBOX_MAX = 16_384;
  private static final long INBOX_BYTES_MAX = 8L << 20;
  private static final int COMMANDS_WAITING_MAX = 16;

  // Shares of the time that closing may take, each counted from its beginning.
  private static final Duration FLUSH_MAX = Duration.ofMillis(1_500);
  private static final Duration ACCOUNT_MAX = Duration.ofMillis(2_100);
  private static final Duration FAREWELL_MAX = Duration.ofMillis(2_400);
  private static final Duration FAREWELL_TICK = Duration.ofMillis(10);

  private static final Duration GOODBYE_MAX = Duration.ofMillis(400);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final UplinkSettings settings;
  private final UplinkContext context;
  private final Store store;
  private final Log log;
  private final Wire wire;
  private final Topics topics;
  private final Publisher.Source source;
  private final SecretFiles secretFiles;
  private final MonthAllowance month;
  private final CommandDesk desk;
  private final Tally tally = new Tally();
  private final Reporter reporter;

  private static final long COMMAND_LOG_PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

  /// Lines of the log about commands within that period.
  private static final int COMMANDS_LOGGED_MAX = 60;

  private long commandLogSince = Long.MIN_VALUE / 2;
  private int commandsLogged;

  /// Whether messages are being dropped, which is said once for each flood.
  private final AtomicBoolean flooded = new AtomicBoolean();

  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>(INBOX_MAX);
  private final AtomicLong arrivedBytes = new AtomicLong();
  private final AtomicBoolean wakePending = new AtomicBoolean();
  private final AtomicBoolean announcePending = new AtomicBoolean();
  private final AtomicBoolean clockPending = new AtomicBoolean();
  private final ThreadPoolExecutor commands;
  private final Thread thread;
  private final long createdNanos;
  private volatile UplinkFigures figures;
  private volatile boolean closing;

  /// Makes an uplink that does nothing until `start`.
  public Uplink(UplinkSettings settings, UplinkContext context, Store store) {
    this(settings, context, store, new Meter(settings.encrypted()));
  }

  private Uplink(UplinkSettings settings, UplinkContext context, Store store, Meter meter) {
    this(
        settings,
        context,
        store,
        PahoPublisher.source(
            settings, context.gatewayId(), settings.allowPlaintext() || context.demo(), meter),
        meter);
  }

  Uplink(
      UplinkSettings settings,
      UplinkContext context,
      Store store,
      Publisher.Source source,
      Meter meter) {
    this.settings = settings;
    this.context = context;
    this.store = store;
    this.log = new StoreLog(store);
    this.wire = new Wire(settings, context.gatewayId());
    this.topics = wire.topics();
    this.secretFiles = new SecretFiles(settings);
    this.source =
        (connection, will, signals) -> {
          secretFiles.look();
          return source.open(connection, will, signals);
        };
    this.month =
        new MonthAllowance(
            settings.month(ZoneId.systemDefault()), context.dataDirectory(), meter, this::raise);
    this.desk = new CommandDesk(settings.commands(), topics);
    this.createdNanos = context.now().get().nanos();
    this.commands =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(COMMANDS_WAITING_MAX),
            task -> {
              Thread worker = new Thread(task, "uplink-commands");
              worker.setDaemon(true);
              return worker;
            });
    this.reporter = new Reporter(settings, tally);
    this.figures = reporter.idle();
    this.thread = new Thread(this::run, "uplink");
  }

  /// Starts the thread and returns; whether the broker answers does not matter.
  public void start() {
    thread.start();
  }

  /// Something was committed: call it after each commit of the store. Never blocks.
  public void wake() {
    if (wakePending.compareAndSet(false, true) && !inbox.offer(() -> wakePending.set(false))) {
      wakePending.set(false); // a full inbox wakes the thread as well
    }
  }

  /// The clock was set or lost: what waits for it is looked at anew. Never blocks.
  public void clockChanged() {
    clockPending.set(true);
    wake();
  }

  /// A catalogue has changed: births are published again where they differ. Never blocks.
  public void announce() {
    announcePending.set(true);
    wake();
  }

  /// What the uplink measured of itself.
  public UplinkFigures figures() {
    return figures;
  }

  /// Ends within 3 s: sends what is committed and waits, the ledgers, `offline` and goodbye. What
  /// is not acknowledged by then stays in the store. Idempotent.
  @Override
  public void close() {
    closing = true;
    commands.shutdownNow();
    wake();
    if (!thread.isAlive()) {
      return;
    }
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.log(Level.WARNING, "uplink: its thread did not end within {0}", CLOSE_MAX);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Everything below runs on the uplink thread, except where it says otherwise.

  /// Built by the thread itself, since the store is read here for the first time.
  private record Parts(
      Conversation conversation, Delivery delivery, Replays replays, Bulletins bulletins) {}

  private void run() {
    Parts parts = assemble();
    parts.conversation().start(now());
    boolean failing = false;
    try {
      while (!closing) {
        try {
          turn(parts);
          failing = false;
        } catch (RuntimeException e) {
          if (!failing) {
            LOG.log(Level.ERROR, "uplink: a turn failed; going on", e);
          }
          failing = true;
          Thread.sleep(1_000);
        }
      }
      farewell(parts);
    } catch (InterruptedException e) {
      parts.conversation().close(Duration.ZERO);
    }
    publishFigures(parts);
  }

  private void turn(Parts parts) throws InterruptedException {
    long now = now();
    if (clockPending.getAndSet(false)) {
      parts.conversation().clockChanged(now);
    }
    parts.conversation().tick(now);
    month.tick(wallNow(), parts.conversation().outbox().historyWaits(), now);
    Answer finished = parts.replays().pollFinished();
    if (finished != null) {
      answer(parts, finished);
    }
    if (announcePending.getAndSet(false) && parts.conversation().state() == LinkState.ONLINE) {
      parts.bulletins().announce();
    }
    publishFigures(parts);
    long wait = Math.min(parts.conversation().nextDue(now) - now(), 1_000_000_000L);
    Runnable task = inbox.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
    while (task != null) {
      task.run();
      task = inbox.poll();
    }
  }

  /// Sends what is committed and still waits, then the accounts of it, then the goodbye; each step
  /// has its share of the 3 s, and what is not through then stays in the store.
  private void farewell(Parts parts) throws InterruptedException {
    Conversation conversation = parts.conversation();
    long start = now();
    conversation.outbox().hurry(start);
    await(
        conversation,
        start + FLUSH_MAX.toNanos(),
        () -> store.figures().queueBytes() == 0 && conversation.drained(now()));
    conversation.outbox().account();
    await(conversation, start + ACCOUNT_MAX.toNanos(), conversation.outbox()::accounted);
    conversation.farewell(now());
    await(conversation, start + FAREWELL_MAX.toNanos(), conversation::quiet);
    conversation.close(GOODBYE_MAX);
    month.tick(wallNow(), false, now());
    month.close(now());
  }

  /// Goes on until it is done, too late, or there is no connection any more.
  private void await(Conversation conversation, long until, BooleanSupplier done)
      throws InterruptedException {
    while (conversation.isTalking() && now() < until) {
      conversation.tick(now());
      if (done.getAsBoolean()) {
        return;
      }
      Runnable task = inbox.poll(FAREWELL_TICK.toNanos(), TimeUnit.NANOSECONDS);
      while (task != null) {
        task.run();
        task = inbox.poll();
      }
    }
  }

  private Parts assemble() {
    Lanes lanes =
        new Lanes(
            log,
            context.boot(),
            context.wall(),
            new Lanes.Limits(
                settings.batchSamples(),
                settings.messageKib() << 10,
                settings.batchInterval().toNanos(),
                settings.liveLag().toNanos(),
                settings.unsyncedHold().toNanos(),
                settings.stableAfter().toNanos()),
            now());
    Replays replays =
        new Replays(log, context.wall(), settings.batchSamples(), settings.messageKib() << 10);
    Unconfirmed unconfirmed =
        switch (settings.ack()) {
          case BROKER -> null;
          case IOC -> new Unconfirmed(settings.resendAfter().toNanos());
        };
    Delivery delivery =
        new Delivery(
            log, lanes, replays, tally, settings.refresh().toNanos(), unconfirmed, this::raise);
    Bulletins bulletins =
        new Bulletins(() -> stateMessage(true), this::birthMessages, this::ledgerMessages);
    Outbox outbox =
        new Outbox(
            settings,
            wire,
            lanes,
            delivery,
            replays,
            bulletins,
            () -> stateMessage(true),
            () -> stateMessage(false),
            new HistoryGate(
                settings,
                () -> month.allows() ? delivery.hindrance() : month.hindrance(),
                month::sentHistory),
            tally);
    Parts[] self = new Parts[1];
    Conversation conversation =
        new Conversation(
            settings,
            source,
            signal -> signalled(signal, self),
            outbox,
            () -> wallNow().state() != ClockState.UNSYNCED,
            new Backoff(
                settings.reconnectFirst(),
                settings.reconnectMax(),
                Backoff.phaseOf(context.gatewayId()),
                () -> ThreadLocalRandom.current().nextDouble()),
            tally);
    Parts parts = new Parts(conversation, delivery, replays, bulletins);
    self[0] = parts;
    return parts;
  }

  /// On a thread of the connection: puts the signal into the inbox. Too many messages from the
  /// broker are dropped, acknowledgements never are.
  private void signalled(Signal signal, Parts[] parts) {
    if (signal instanceof Signal.Arrived arrived) {
      long bytes = 512L + arrived.message().payload().length;
      Runnable task =
          () -> {
            if (arrivedBytes.addAndGet(-bytes) == 0) {
              flooded.set(false);
            }
            arrived(parts[0], arrived.message());
          };
      if (arrivedBytes.addAndGet(bytes) > INBOX_BYTES_MAX || !inbox.offer(task)) {
        arrivedBytes.addAndGet(-bytes);
        if (flooded.compareAndSet(false, true)) {
          LOG.log(
              Level.WARNING,
              "uplink: the broker sends faster than is taken; what does not fit in is not answered");
        }
      }
      return;
    }
    deliver(() -> parts[0].conversation().on(signal, now()));
  }

  /// On any thread but ours: waits for room.
  private void deliver(Runnable task) {
    try {
      inbox.put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void arrived(Parts parts, Inbound message) {
    Optional<Topics.Topic> topic;
    try {
      topic = Topics.parse(settings.topicRoot(), message.topic());
    } catch (ContractException e) {
      LOG.log(Level.WARNING, "uplink: {0}", e.getMessage());
      return;
    }
    if (topic.isEmpty() || !topic.get().gatewayId().equals(context.gatewayId())) {
      return;
    }
    String id = topic.get().id();
    if (topic.get().topicClass() == TopicClass.ACK && id != null) {
      try {
        parts.delivery().confirmed(id, Ack.parse(message.payload()));
      } catch (ContractException e) {
        LOG.log(Level.WARNING, "uplink: {0} on {1}", e.getMessage(), message.topic());
      }
    } else if (topic.get().topicClass() == TopicClass.CMD) {
      command(parts, message);
    }
  }

  private void command(Parts parts, Inbound message) {
    WallTime wall = wallNow();
    switch (desk.decide(message, wall.state() == ClockState.UNSYNCED ? null : wall.epochMillis())) {
      case CommandDesk.Decision.Ignore(String why) -> {
        tally.commandsRefused++;
        if (mayLogCommand()) {
          LOG.log(Level.WARNING, "uplink: command ignored: {0}", why);
        }
      }
      case CommandDesk.Decision.Reply(Answer refusal, boolean repeated) -> {
        if (!repeated) {
          tally.commandsRefused++;
          if (mayLogCommand()) {
            LOG.log(
                Level.WARNING,
                "uplink: command {0} {1}: {2}",
                refusal.id(),
                refusal.status(),
                refusal.problems());
          }
        }
        answer(parts, refusal);
      }
      case CommandDesk.Decision.Run(Command command) -> {
        tally.commands++;
        if (mayLogCommand()) {
          LOG.log(Level.INFO, "uplink: command {0}: {1}", command.id(), command.name());
        }
        if (command instanceof Command.Replay replay) {
          answer(parts, parts.replays().accept(replay));
        } else {
          carryOut(parts, command);
        }
      }
    }
  }

  /// Whoever may publish on `cmd` must not be able to fill the disk with our log.
  private boolean mayLogCommand() {
    long now = now();
    if (now - commandLogSince > COMMAND_LOG_PERIOD_NANOS) {
      commandLogSince = now;
      commandsLogged = 0;
    }
    commandsLogged++;
    if (commandsLogged == COMMANDS_LOGGED_MAX + 1) {
      LOG.log(
          Level.WARNING,
          "uplink: more than {0} commands within a minute; the others are counted, not logged",
          COMMANDS_LOGGED_MAX);
    }
    return commandsLogged <= COMMANDS_LOGGED_MAX;
  }

  private void carryOut(Parts parts, Command command) {
    try {
      commands.execute(
          () -> {
            Answer answer = answerOf(command);
            deliver(() -> answer(parts, answer));
          });
    } catch (RejectedExecutionException e) {
      answer(
          parts,
          Answer.not(
              command.id(),
              Answer.Status.REFUSED,
              new Problem("cmd", "one more", "at most " + COMMANDS_WAITING_MAX + " that wait")));
    }
  }

  /// On the commands thread.
  private Answer answerOf(Command command) {
    try {
      return context.commands().answer(command);
    } catch (Exception e) {
      if (e instanceof RuntimeException) {
        LOG.log(Level.WARNING, "uplink: command " + command.id() + " failed", e);
      }
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return Answer.not(
          command.id(), Answer.Status.FAILED, new Problem(command.name(), reason, "success"));
    }
  }

  private void answer(Parts parts, Answer answer) {
    desk.answered(answer);
    parts
        .conversation()
        .outbox()
        .reply(
            wire.answer(
                topics.res(answer.id()),
                answer.toJson(),
                answer.id().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  private void raise(String code, boolean active, @Nullable String device, String text) {
    raise(new GatewayEvent.Alarm(code, GatewayEvent.Severity.CRITICAL, active, device, text));
  }

  private void raise(String code, GatewayEvent.Severity severity, boolean active, String text) {
    raise(new GatewayEvent.Alarm(code, severity, active, null, text));
  }

  private void raise(GatewayEvent.Alarm alarm) {
    store.append(new Event(context.now().get(), alarm.kind(), alarm.toJson()));
  }

  private Outgoing stateMessage(boolean online) {
    State state =
        new State(
            online,
            Math.max(0, wallNow().epochMillis()),
            context.boot(),
            store.epoch(),
            context.version());
    return wire.retained(topics.state(), state.toJson());
  }

  private List<Outgoing> birthMessages() {
    return context.births().get().stream()
        .map(birth -> wire.retained(topics.birth(birth.device()), birth.toJson()))
        .toList();
  }

  private List<Outgoing> ledgerMessages() {
    List<Birth> births = context.births().get();
    long backlog = log.backlog();
    OptionalLong drain = figures.drain().millis();
    long nowMillis = Math.max(0, wallNow().epochMillis());
    Long oldest =
        store
            .oldestPending()
            .map(stored -> Math.max(0, context.wall().apply(stored.entry().at()).epochMillis()))
            .orElse(null);
    Ledger.GatewayFigures gateway =
        new Ledger.GatewayFigures(
            context.boot(),
            (now() - createdNanos) / 1_000_000_000L,
            context.clock().get(),
            store.figures().storeBytes(),
            backlog,
            oldest,
            drain.isPresent() && drain.getAsLong() > 0 ? nowMillis + drain.getAsLong() : null);
    return Ledgers.messages(
        log.ledger(),
        store.epoch(),
        births,
        gateway,
        at -> Math.max(0, context.wall().apply(at).epochMillis()),
        wire);
  }

  private WallTime wallNow() {
    return context.wall().apply(context.now().get());
  }

  private long now() {
    BootTime now = context.now().get();
    return now.nanos();
  }

  private void publishFigures(Parts parts) {
    figures =
        reporter.of(
            parts.conversation(),
            secretFiles.warning().or(parts.delivery()::warning),
            log.backlog(),
            month.figures(),
            now());
  }
}
