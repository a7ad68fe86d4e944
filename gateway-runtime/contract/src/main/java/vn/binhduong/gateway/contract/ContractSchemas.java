package vn.binhduong.gateway.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The machine-readable contract, as texts: JSON Schemas (2020-12, each complete in itself), the
/// AsyncAPI document and the CDDL. They stand in this module's resources below `/contract/`.
///
/// A schema says what this version sends; a consumer is more lenient. Those of `data`, `hist` and
/// `event` are of the JSON form; for CBOR see [#cddl()].
public final class ContractSchemas {
  private ContractSchemas() {}

  /// The schema of the messages of a topic class.
  public static String schema(TopicClass topicClass) {
    return text("schemas/" + topicClass.level() + ".schema.json");
  }

  /// The schema of the content of an event; empty for a kind that this version does not know.
  public static Optional<String> eventSchema(String kind) {
    return switch (kind) {
      case GatewayEvent.Gap.KIND,
          GatewayEvent.Alarm.KIND,
          GatewayEvent.SensorFault.KIND,
          GatewayEvent.Replaced.KIND,
          GatewayEvent.ClockCorrection.KIND,
          GatewayEvent.ConfigResult.KIND,
          GatewayEvent.UpdateResult.KIND ->
          Optional.of(text("schemas/event-" + kind + ".schema.json"));
      default -> Optional.empty();
    };
  }

  /// The AsyncAPI 3.0 document, JSON. Its references are relative to `/contract/`.
  public static String asyncApi() {
    return text("asyncapi.json");
  }

  /// The CDDL (RFC 8610) of the CBOR form.
  public static String cddl() {
    return text("senml.cddl");
  }

  private static String text(String name) {
    try (InputStream stream = ContractSchemas.class.getResourceAsStream("/contract/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("the resource /contract/" + name + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("resource /contract/" + name, e);
    }
  }
}
