package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.contract.BatchHeader;
import vn.binhduong.gateway.contract.BatchProperties;
import vn.binhduong.gateway.contract.ClockState;
import vn.binhduong.gateway.contract.EventBatch;
import vn.binhduong.gateway.contract.Message;
import vn.binhduong.gateway.contract.QualityCode;
import vn.binhduong.gateway.contract.SenmlEncoder;
import vn.binhduong.gateway.contract.Topics;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;

/// Makes messages as the contract has them. Pure.
final class Wire {
  private static final String JSON = "application/json";

  private final Topics topics;
  private final String gatewayId;
  private final String prefix;
  private final SenmlEncoder encoder;

  Wire(UplinkSettings settings, String gatewayId) {
    this.topics = new Topics(settings.topicRoot(), gatewayId);
    this.gatewayId = gatewayId;
    String configured = settings.namePrefix();
    this.prefix = configured == null ? gatewayId + "/" : configured;
    this.encoder =
        new SenmlEncoder(
            switch (settings.encoding()) {
              case JSON -> vn.binhduong.gateway.contract.Encoding.JSON;
              case CBOR -> vn.binhduong.gateway.contract.Encoding.CBOR;
            },
            settings.compress());
  }

  Topics topics() {
    return topics;
  }

  /// The topic a batch goes to.
  String topicOf(Batch batch) {
    return switch (batch.topicClass()) {
      case EVENT -> topics.event();
      case HIST -> topics.hist(batch.device());
      case DATA, STATE, BIRTH, LEDGER, ACK, CMD, RES -> topics.data(batch.device());
    };
  }

  /// A batch as a message.
  ///
  /// @throws IllegalArgumentException when an entry is such that the contract cannot carry it
  Outgoing encode(Batch batch) {
    Message message = batch.device().equals(Entry.GATEWAY) ? eventsOf(batch) : samplesOf(batch);
    return new Outgoing(
        topicOf(batch),
        encoder.encode(message),
        false,
        encoder.contentType(),
        encoder.isText(),
        BatchProperties.of(gatewayId, message, batch.isBacklog()).toMap(),
        null);
  }

  /// A retained JSON document.
  Outgoing retained(String topic, byte[] json) {
    return new Outgoing(topic, json, true, JSON, true, Map.of(), null);
  }

  /// The answer to a command.
  Outgoing answer(String topic, byte[] json, byte[] correlation) {
    return new Outgoing(topic, json, false, JSON, true, Map.of(), correlation);
  }

  private vn.binhduong.gateway.contract.Batch samplesOf(Batch batch) {
    var builder =
        vn.binhduong.gateway.contract.Batch.builder(
            prefix, batch.device(), batch.epoch(), batch.from(), clockOf(batch));
    for (Item item : batch.items()) {
      builder.row(item.wall().epochMillis());
      if (item.stored().entry() instanceof Sample sample) {
        for (Reading reading : sample.readings()) {
          builder.reading(
              reading.channel().name(),
              reading.channel().unit().symbol(),
              reading.value(),
              code(reading.quality()));
        }
      }
    }
    return builder.build();
  }

  private EventBatch eventsOf(Batch batch) {
    List<EventBatch.Row> rows = new ArrayList<>();
    for (Item item : batch.items()) {
      if (item.stored().entry() instanceof Event event) {
        rows.add(new EventBatch.Row(item.wall().epochMillis(), event.kind(), event.json()));
      }
    }
    return new EventBatch(
        new BatchHeader(
            prefix, batch.device(), batch.epoch(), batch.from(), batch.to(), clockOf(batch), null),
        rows);
  }

  private static ClockState clockOf(Batch batch) {
    return switch (batch.items().getFirst().wall().state()) {
      case SYNCED -> ClockState.SYNCED;
      case ESTIMATED -> ClockState.ESTIMATED;
      case UNSYNCED -> ClockState.UNSYNCED;
    };
  }

  private static QualityCode code(Quality quality) {
    return switch (quality) {
      case GOOD -> QualityCode.GOOD;
      case UNCERTAIN_RANGE -> QualityCode.UNCERTAIN_RANGE;
      case UNCERTAIN_CHANGE -> QualityCode.UNCERTAIN_CHANGE;
      case CALIBRATING -> QualityCode.CALIBRATING;
      case BAD_SENSOR -> QualityCode.BAD_SENSOR;
      case BAD_LINK -> QualityCode.BAD_LINK;
    };
  }
}
