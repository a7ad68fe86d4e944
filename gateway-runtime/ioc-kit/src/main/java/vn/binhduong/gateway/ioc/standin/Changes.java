package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.GatewayEvent.ConfigOutcome;
import vn.binhduong.gateway.ioc.IocConsumer;

/// The configurations that the stand-in IOC asks for by `cmd`, each on trial, and how they ended. A
/// good one must stay, and one that loses the broker must come back by itself. For one thread.
final class Changes {
  /// How long a configuration may take to prove itself.
  static final Duration WITHIN = Duration.ofSeconds(30);

  private static final Duration EXPIRY = Duration.ofMinutes(1);

  /// @param by as the gateway tells of it
  /// @param expected how it must end
  private record Asked(String by, ConfigOutcome expected) {}

  private final DemoConfiguration configuration;
  private final Desk desk;
  private final GatewayProcess gateway;
  private final InstantSource clock;
  private final List<Asked> asked = new ArrayList<>();

  Changes(DemoConfiguration configuration, Desk desk, GatewayProcess gateway, InstantSource clock) {
    this.configuration = configuration;
    this.desk = desk;
    this.gateway = gateway;
    this.clock = clock;
  }

  /// Asks for a configuration that is good.
  void better(IocConsumer consumer) throws IOException {
    gateway.expectRestarts(1);
    ask(consumer, configuration.better(asked.size() + 1), ConfigOutcome.CONFIRMED);
    desk.tell("asked for a configuration with a longer batch interval");
  }

  /// Asks for one that leads to a broker that is not there.
  void lost(IocConsumer consumer) throws IOException {
    gateway.expectRestarts(2);
    ask(
        consumer,
        configuration.lost(asked.size() + 1, Loopback.freePort()),
        ConfigOutcome.REVERTED);
    desk.tell(
        "asked for a configuration with a broker that is not there; it must come back within %d s"
            .formatted(WITHIN.toSeconds()));
  }

  private void ask(IocConsumer consumer, String yaml, ConfigOutcome expected) throws IOException {
    String id = IocConsumer.newRequestId();
    consumer.request(
        DemoConfiguration.GATEWAY_ID,
        new Command.Config(id, clock.millis() + EXPIRY.toMillis(), yaml, WITHIN.toSeconds()));
    asked.add(new Asked("cmd " + id, expected));
  }

  /// Whether each has ended.
  boolean decided() {
    return asked.stream()
        .map(each -> desk.change(each.by()))
        .allMatch(outcome -> outcome != null && outcome != ConfigOutcome.APPLIED);
  }

  /// For people, such as `confirmed 1 of 1, reverted 1 of 1`; empty when none was asked for.
  String summary() {
    return asked.isEmpty()
        ? ""
        : "configuration: %d changes asked for, %d ended as they must"
            .formatted(asked.size(), asked.stream().filter(this::right).count());
  }

  private boolean right(Asked each) {
    return desk.change(each.by()) == each.expected();
  }

  /// What is wrong; empty when nothing is.
  List<String> problems() {
    return asked.stream()
        .filter(each -> !right(each))
        .map(
            each ->
                "the configuration of '%s' must be %s, the gateway told %s"
                    .formatted(each.by(), each.expected(), desk.change(each.by())))
        .toList();
  }
}
