package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the encoder writes, the decoder gives back, in every form.
class SenmlRoundTripTest {
  private static final UUID EPOCH = UUID.fromString("0199aa00-0000-7000-8000-000000000001");

  static Stream<Arguments> forms() {
    return Stream.of(Encoding.values())
        .flatMap(
            encoding -> Stream.of(Arguments.of(encoding, false), Arguments.of(encoding, true)));
  }

  // Absent cells, qualities with and without a value, a column without any value, jittered times.
  @ParameterizedTest
  @MethodSource("forms")
  void samplesComeBackAsTheyWere(Encoding encoding, boolean compress) throws ContractException {
    Batch batch =
        Batch.builder("BD-GW-000123/", "aq1", EPOCH, 1041, ClockState.SYNCED)
            .row(1_763_863_200_123L)
            .reading("pm25", "ug/m3", 23.4)
            .reading("t", "Cel", -0.5)
            .reading("rh", "%RH", 65.8, QualityCode.UNCERTAIN_RANGE)
            .row(1_763_863_200_124L)
            .reading("pm25", "ug/m3", 1e-300)
            .reading("dead", "/", Double.NaN, QualityCode.BAD_SENSOR)
            .row(1_763_873_210_000L)
            .reading("t", "Cel", 1013.25, QualityCode.CALIBRATING)
            .reading("rh", "%RH", Double.NaN, QualityCode.BAD_LINK)
            .build();
    byte[] payload = new SenmlEncoder(encoding, compress).encode(batch);
    assertThat(new SenmlDecoder().decodeBatch(payload)).isEqualTo(batch);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aggregatesComeBackAsTheyWere(Encoding encoding, boolean compress) throws ContractException {
    Batch batch =
        Batch.builder("urn:dev:ops:32473-BD-GW-000123:", "aq1", EPOCH, 1, ClockState.ESTIMATED)
            .aggregate(Duration.ofMinutes(1), 120)
            .row(1_763_863_200_000L)
            .reading("pm25", "ug/m3", 23.4)
            .reading("pm25.min", "ug/m3", 20.5)
            .reading("pm25.n", "count", 60)
            .row(1_763_863_260_000L)
            .reading("pm25", "ug/m3", 24)
            .build();
    byte[] payload = new SenmlEncoder(encoding, compress).encode(batch);
    assertThat(new SenmlDecoder().decodeBatch(payload)).isEqualTo(batch);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void eventsComeBackAsTheyWere(Encoding encoding, boolean compress) throws ContractException {
    GatewayEvent gap = new GatewayEvent.Gap(EPOCH, "aq1", 7, 9, Why.DROPPED);
    GatewayEvent alarm =
        new GatewayEvent.Alarm(
            "store.space", GatewayEvent.Severity.WARNING, true, null, "Còn dưới 60 ngày \"đầy\"");
    EventBatch events =
        new EventBatch(
            new BatchHeader("BD-GW-000123/", "gateway", EPOCH, 3, 4, ClockState.UNSYNCED, null),
            List.of(
                EventBatch.Row.of(1_763_863_200_001L, gap),
                EventBatch.Row.of(1_763_863_205_000L, alarm)));
    byte[] payload = new SenmlEncoder(encoding, compress).encode(events);
    EventBatch decoded = new SenmlDecoder().decodeEvents(payload);
    assertThat(decoded).isEqualTo(events);
    assertThat(decoded.rows().get(0).event()).isEqualTo(gap);
    assertThat(decoded.rows().get(1).event()).isEqualTo(alarm);
  }
}
