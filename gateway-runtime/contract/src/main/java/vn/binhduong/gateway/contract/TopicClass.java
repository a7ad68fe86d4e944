package vn.binhduong.gateway.contract;

import java.util.Optional;

/// The classes of topics: `<root>/v1/<gatewayId>/<class>[/<id>]`. All travel with QoS 1.
public enum TopicClass {
  /// Whether the gateway is online; also its Will.
  STATE("state", true, true, false),
  /// Catalogue of a device, and of the gateway.
  BIRTH("birth", true, true, true),
  /// Live samples.
  DATA("data", true, false, true),
  /// Backlog, replayed samples, aggregates of thinned ranges.
  HIST("hist", true, false, true),
  /// The gateway stream.
  EVENT("event", true, false, false),
  /// The account of a stream.
  LEDGER("ledger", true, true, true),
  /// Durable acknowledgement of the IOC.
  ACK("ack", false, true, true),
  /// Requests to the gateway.
  CMD("cmd", false, false, false),
  /// Answers to requests; its id is that of the request.
  RES("res", true, false, true);

  private final String level;
  private final boolean up;
  private final boolean retained;
  private final boolean hasId;

  TopicClass(String level, boolean up, boolean retained, boolean hasId) {
    this.level = level;
    this.up = up;
    this.retained = retained;
    this.hasId = hasId;
  }

  /// The level of the topic, such as `data`.
  public String level() {
    return level;
  }

  /// Whether the gateway publishes it; otherwise the IOC does.
  public boolean up() {
    return up;
  }

  /// Whether it is published with the retain flag.
  public boolean retained() {
    return retained;
  }

  /// Whether a level with the id of a device (for [#RES] of a request) follows.
  public boolean hasId() {
    return hasId;
  }

  static Optional<TopicClass> ofLevel(String level) {
    for (TopicClass topicClass : values()) {
      if (topicClass.level.equals(level)) {
        return Optional.of(topicClass);
      }
    }
    return Optional.empty();
  }
}
