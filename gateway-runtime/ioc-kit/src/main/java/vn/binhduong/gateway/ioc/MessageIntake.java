package vn.binhduong.gateway.ioc;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Batch;
import vn.binhduong.gateway.contract.BatchHeader;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.EventBatch;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.contract.QualityCode;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.contract.SenmlDecoder;
import vn.binhduong.gateway.contract.State;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.contract.Topics;

/// Turns a message into arrivals, gives them to the handler and enters them in the accounts. Knows
/// nothing of MQTT, so that it can be tested and used with any transport.
public final class MessageIntake {
  private final String topicRoot;
  private final Accounts accounts;
  private final IocHandler handler;
  private final InstantSource clock;
  private final SenmlDecoder decoder = new SenmlDecoder();

  /// An intake.
  ///
  /// @param topicRoot first level of every topic
  /// @param clock gives the time of arrival
  public MessageIntake(
      String topicRoot, Accounts accounts, IocHandler handler, InstantSource clock) {
    this.topicRoot = topicRoot;
    this.accounts = accounts;
    this.handler = handler;
    this.clock = clock;
  }

  /// Takes one message. What breaks the contract goes to [IocHandler#refused].
  ///
  /// @throws IOException when the handler could not keep it; then it must be delivered again
  public void take(String topic, byte[] payload) throws IOException {
    handler.raw(topic, payload);
    try {
      Optional<Topics.Topic> parsed = Topics.parse(topicRoot, topic);
      if (parsed.isPresent()) {
        take(parsed.get(), payload);
      }
    } catch (ContractException e) {
      handler.refused(topic, e);
    }
  }

  private void take(Topics.Topic topic, byte[] payload) throws IOException, ContractException {
    String gateway = topic.gatewayId();
    String id = topic.id() == null ? "" : topic.id();
    switch (topic.topicClass()) {
      case DATA, HIST ->
          samples(gateway, decoder.decodeBatch(payload), topic.topicClass() == TopicClass.HIST);
      case EVENT -> events(gateway, decoder.decodeEvents(payload));
      case LEDGER -> ledger(gateway, id, Ledger.parse(payload));
      case STATE -> {
        State state = State.parse(payload);
        handler.state(gateway, state);
        accounts.enter(gateway, state.online());
      }
      case BIRTH -> handler.birth(Birth.parse(payload));
      case RES -> handler.answer(gateway, Answer.parse(payload));
      case ACK, CMD -> {
        // Sent by an IOC, not by a gateway.
      }
    }
  }

  private void samples(String gateway, Batch batch, boolean history) throws IOException {
    BatchHeader header = batch.header();
    if (header.aggregate() != null) {
      handler.aggregates(gateway, batch);
      return;
    }
    StreamKey stream = new StreamKey(gateway, header.epoch(), header.device());
    for (Batch.Row row : batch.rows()) {
      Map<String, Double> values = new HashMap<>();
      Map<String, String> quality = new HashMap<>();
      for (Batch.Reading reading : row.readings()) {
        if (reading.quality().hasValue()) {
          values.put(reading.channel(), reading.value());
        }
        if (reading.quality() != QualityCode.GOOD) {
          quality.put(reading.channel(), reading.quality().code());
        }
      }
      Arrival.Row arrival =
          new Arrival.Row(
              stream,
              row.number(),
              row.epochMillis(),
              header.clock().name(),
              history,
              values,
              quality,
              clock.millis());
      accounts.enterNumbered(arrival, receipt -> handler.row(arrival, receipt));
    }
  }

  private void events(String gateway, EventBatch batch) throws IOException, ContractException {
    StreamKey stream = new StreamKey(gateway, batch.header().epoch(), batch.header().device());
    for (int i = 0; i < batch.rowCount(); i++) {
      EventBatch.Row row = batch.rows().get(i);
      Arrival.Event arrival =
          new Arrival.Event(
              stream, batch.number(i), row.epochMillis(), row.kind(), row.json(), clock.millis());
      if (row.event() instanceof GatewayEvent.Gap gap) {
        Arrival.Gap effect =
            new Arrival.Gap(
                new StreamKey(gateway, gap.epoch(), gap.device()),
                new Range(gap.from(), gap.to()),
                gap.why().name().toLowerCase(java.util.Locale.ROOT),
                clock.millis());
        accounts.enter(effect, () -> handler.gap(effect));
      }
      accounts.enterNumbered(arrival, receipt -> handler.event(arrival, receipt));
    }
  }

  private void ledger(String gateway, String device, Ledger full) throws IOException {
    List<Range> dropped =
        full.dropped().stream().map(range -> new Range(range.from(), range.to())).toList();
    Arrival.Ledger arrival =
        new Arrival.Ledger(
            new StreamKey(gateway, full.epoch(), device),
            full.first(),
            full.last(),
            full.acked(),
            dropped,
            full.overruns(),
            clock.millis());
    accounts.enter(arrival, () -> handler.ledger(arrival, full));
  }
}
