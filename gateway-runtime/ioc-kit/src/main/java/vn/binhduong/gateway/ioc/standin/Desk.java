package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.GatewayEvent.ConfigOutcome;
import vn.binhduong.gateway.contract.GatewayEvent.UpdateOutcome;
import vn.binhduong.gateway.contract.State;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.Recording;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;

/// The IOC's desk: records everything that arrives, keeps the newest values for the view and counts
/// what is not as the schemas say. Thread-safe.
public final class Desk implements IocHandler, AutoCloseable {
  private static final int NEWS_MAX = 50;
  private static final int PROBLEMS_MAX = 20;

  private final Recording recording;
  private final MessageCheck check;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Map<String, Arrival.Row> newest = new TreeMap<>();
  private final Map<String, Map<String, String>> units = new HashMap<>();
  private final Map<String, Long> ledgerAtMillis = new HashMap<>();
  private final Deque<String> news = new ArrayDeque<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, ConfigOutcome> changes = new HashMap<>();
  private final Map<String, UpdateOutcome> upgrades = new HashMap<>();
  private long rows;
  private long messages;
  private long invalid;
  private long backlog = -1;
  private boolean online;

  /// A desk whose recording is new.
  ///
  /// @param check how messages are checked
  public Desk(Path recording, MessageCheck check) throws IOException {
    this.recording = Recording.append(recording);
    this.check = check;
  }

  @Override
  public synchronized void raw(String topic, byte[] payload) {
    messages++;
    List<String> wrong = check.problems(topic, payload);
    if (!wrong.isEmpty()) {
      invalid(topic, wrong.getFirst());
    }
  }

  @Override
  public synchronized void refused(String topic, ContractException problem) {
    invalid(topic, String.valueOf(problem.getMessage()));
  }

  private void invalid(String topic, String problem) {
    invalid++;
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(topic + ": " + problem);
    }
    tell("message not as the contract says: " + topic + ": " + problem);
  }

  @Override
  public synchronized void row(Arrival.Row row, Receipt receipt) throws IOException {
    keep(row);
    if (receipt != Receipt.DUPLICATE) {
      rows++;
    }
    newest.merge(row.stream().device(), row, (a, b) -> b.timeMillis() >= a.timeMillis() ? b : a);
  }

  @Override
  public synchronized void event(Arrival.Event event, Receipt receipt) throws IOException {
    keep(event);
    if (receipt != Receipt.DUPLICATE) {
      rows++;
      tell("event %d: %s".formatted(event.number(), describe(event)));
    }
    if (event.kind().equals(GatewayEvent.ConfigResult.KIND)
        || event.kind().equals(GatewayEvent.UpdateResult.KIND)) {
      change(event);
    }
  }

  private void change(Arrival.Event event) {
    try {
      switch (GatewayEvent.parse(event.kind(), event.json())) {
        case GatewayEvent.ConfigResult told -> changes.put(told.by(), told.outcome());
        case GatewayEvent.UpdateResult told -> upgrades.put(told.version(), told.outcome());
        default -> {
          // Not of a change.
        }
      }
    } catch (ContractException e) {
      // Told already as a message that is not as the contract says.
    }
  }

  /// What the gateway told last of a configuration that somebody asked for; null for nothing yet.
  synchronized @Nullable ConfigOutcome change(String by) {
    return changes.get(by);
  }

  /// What the gateway told last of an update to this version; null for nothing yet.
  synchronized @Nullable UpdateOutcome upgrade(String version) {
    return upgrades.get(version);
  }

  private static String describe(Arrival.Event event) {
    try {
      return switch (GatewayEvent.parse(event.kind(), event.json())) {
        case GatewayEvent.SensorFault fault ->
            "%s is %s: %s"
                .formatted(
                    fault.device(), fault.health().name().toLowerCase(Locale.ROOT), fault.text());
        case GatewayEvent.Alarm alarm ->
            "alarm %s %s: %s"
                .formatted(alarm.code(), alarm.active() ? "begins" : "ends", alarm.text());
        case GatewayEvent other -> other.kind() + " " + other.toJson();
      };
    } catch (ContractException e) {
      return event.kind() + " " + event.json();
    }
  }

  @Override
  public synchronized void gap(Arrival.Gap gap) throws IOException {
    keep(gap);
    tell("gap declared: %s %s".formatted(gap.stream().device(), gap));
  }

  @Override
  public synchronized void ledger(Arrival.Ledger ledger, vn.binhduong.gateway.contract.Ledger full)
      throws IOException {
    keep(ledger);
    ledgerAtMillis.put(ledger.stream().device(), ledger.receivedMillis());
    vn.binhduong.gateway.contract.Ledger.GatewayFigures figures = full.gateway();
    if (figures != null) {
      backlog = figures.backlog();
    }
  }

  @Override
  public synchronized void state(String gateway, State state) {
    if (state.online() != online) {
      tell("%s is %s".formatted(gateway, state.online() ? "online" : "offline"));
    }
    online = state.online();
  }

  @Override
  public synchronized void birth(Birth birth) {
    Map<String, String> byChannel = new HashMap<>();
    birth.channels().forEach(channel -> byChannel.put(channel.name(), channel.unit()));
    units.put(birth.device(), byChannel);
  }

  private void keep(Arrival arrival) throws IOException {
    recording.write(arrival);
    arrivals.add(arrival);
  }

  @Override
  public void force() throws IOException {
    recording.force();
  }

  /// Adds a line to the news.
  public synchronized void tell(String text) {
    news.addLast(text);
    if (news.size() > NEWS_MAX) {
      news.removeFirst();
    }
  }

  /// Everything that arrived, in order.
  public synchronized List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  synchronized List<String> news() {
    return List.copyOf(news);
  }

  /// The news since the last call, oldest first, at most 50.
  public synchronized List<String> drainNews() {
    List<String> lines = List.copyOf(news);
    news.clear();
    return lines;
  }

  /// When the last ledger of a device arrived, 0 for never.
  public synchronized long ledgerAtMillis(String device) {
    return ledgerAtMillis.getOrDefault(device, 0L);
  }

  synchronized Arrival.@Nullable Row newest(String device) {
    return newest.get(device);
  }

  synchronized String unit(String device, String channel) {
    return units.getOrDefault(device, Map.of()).getOrDefault(channel, "");
  }

  /// How many different rows and events arrived.
  public synchronized long rows() {
    return rows;
  }

  /// How many messages arrived.
  public synchronized long messages() {
    return messages;
  }

  /// How many of them are not as the contract says.
  public synchronized long invalid() {
    return invalid;
  }

  /// What was wrong with the first of them.
  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  synchronized long backlog() {
    return backlog;
  }

  synchronized boolean online() {
    return online;
  }

  @Override
  public void close() throws IOException {
    recording.close();
  }
}
