package vn.binhduong.gateway.driver.serial.ops243;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Framing;

/// A line of the radar: a JSON object (after `OJ`), or numbers with their unit before them.
///
///     {"unit":"kmph","speed":"-27.4"}
///     "kmph",-27.4
///
/// A line has no check: a speed must stand in a line that is whole, in one of these forms, and be
/// one a vehicle can have. Source: OmniPreSense, AN-010 API Interface.
sealed interface RadarLine {
  int BYTES_MAX = 256;

  /// A speed, by the sign of the radar: inbound is positive, outbound negative.
  ///
  /// @param kilometresPerHour speed
  record Speed(double kilometresPerHour) implements RadarLine {}

  /// A number without its unit: what a radar sends that was not told otherwise, as after it was
  /// switched off and on. Then it counts in metres per second, so nobody knows what it means.
  record Unstated() implements RadarLine {}

  /// What the radar says of itself, by key.
  ///
  /// @param fields keys and values of the object
  record Information(Map<String, String> fields) implements RadarLine {}

  /// A line that is none of these.
  record Other() implements RadarLine {}

  /// What no vehicle on a road exceeds, km/h.
  double SPEED_MAX = 250;

  Pattern NUMBERS = Pattern.compile("(?:\"(kmph|mps|mph)\",)?(-?\\d{1,3}\\.\\d{1,2})");

  JsonFactory JSON = new JsonFactory();

  /// How lines are told apart; an empty one is no witness for the next.
  Framing<RadarLine> FRAMING =
      new Framing<>() {
        @Override
        public Look<RadarLine> look(byte[] bytes, int count) {
          return RadarLine.look(bytes, count);
        }

        @Override
        public boolean consistent(RadarLine before, RadarLine next) {
          return !(before instanceof Other);
        }
      };

  private static Framing.Look<RadarLine> look(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, 0, i, StandardCharsets.US_ASCII).strip();
        RadarLine parsed = parse(line);
        return parsed instanceof Other && !line.isEmpty()
            ? new Framing.Look.Nothing<>("expected JSON or a number, found '" + line + "'")
            : new Framing.Look.Found<>(parsed, i + 1);
      }
      if (bytes[i] != '\r' && (bytes[i] < ' ' || bytes[i] > '~')) {
        return new Framing.Look.Nothing<>("expected text");
      }
    }
    return new Framing.Look.Unfinished<>();
  }

  /// What a line says. A JSON object without a unit is in km/h: a radar that speaks JSON was told
  /// to count so.
  static RadarLine parse(String line) {
    Matcher numbers = NUMBERS.matcher(line);
    if (numbers.matches()) {
      return numbers.group(1) == null ? new Unstated() : speed(numbers.group(2), numbers.group(1));
    }
    Map<String, String> fields = fields(line);
    if (fields.isEmpty()) {
      return new Other();
    }
    String speed = fields.getOrDefault("DetectedObjectVelocity", fields.get("speed"));
    return speed == null ? new Information(Map.copyOf(fields)) : speed(speed, fields.get("unit"));
  }

  private static RadarLine speed(String text, @Nullable String unit) {
    if (!text.matches("-?\\d{1,3}(\\.\\d{1,3})?")) {
      return new Other();
    }
    double value = Double.parseDouble(text);
    double speed =
        switch (unit == null ? "kmph" : unit) {
          case "kmph" -> value;
          case "mps" -> value * 3.6;
          case "mph" -> value * 1.609344;
          default -> Double.NaN;
        };
    return Math.abs(speed) <= SPEED_MAX ? new Speed(speed) : new Other();
  }

  /// Keys and values of a flat JSON object; empty for anything else.
  private static Map<String, String> fields(String line) {
    if (!line.startsWith("{") || !line.endsWith("}")) {
      return Map.of();
    }
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        if (!parser.nextToken().isScalarValue()) {
          return Map.of();
        }
        fields.put(key, parser.getText());
      }
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null
          ? fields
          : Map.of();
    } catch (IOException broken) {
      return Map.of();
    }
  }
}
