package vn.binhduong.gateway.driver.serial.gnss;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import vn.binhduong.gateway.driver.Framing;

/// A sentence of NMEA 0183.
///
///     $ talker(2) type(3) , field , ... * check CR LF      check: all characters between $ and * joined by XOR
///
/// Source: NMEA 0183 version 4, §5.3.
///
/// @param type such as `GGA`, without the talker
/// @param fields what stands between the commas
record Sentence(String type, List<String> fields) {
  /// 82 characters by the standard; receivers with several systems write longer ones.
  static final int BYTES_MAX = 128;

  Sentence {
    fields = List.copyOf(fields);
  }

  /// A field, empty where the sentence is shorter.
  String field(int index) {
    return index < fields.size() ? fields.get(index) : "";
  }

  /// How sentences are told apart.
  static final Framing<Sentence> FRAMING = Sentence::look;

  private static Framing.Look<Sentence> look(byte[] bytes, int count) {
    if (bytes[0] != '$') {
      return new Framing.Look.Nothing<>("expected $");
    }
    int check = 0;
    for (int i = 1; i < count; i++) {
      if (bytes[i] == '*') {
        return end(bytes, count, i, check);
      }
      if (bytes[i] == '$' || bytes[i] < ' ' || bytes[i] > '~') {
        return new Framing.Look.Nothing<>("expected a sentence up to *");
      }
      check ^= bytes[i];
    }
    return new Framing.Look.Unfinished<>();
  }

  private static Framing.Look<Sentence> end(byte[] bytes, int count, int star, int check) {
    int total = star + 5;
    if (count < total) {
      return new Framing.Look.Unfinished<>();
    }
    String expected = HexFormat.of().withUpperCase().toHexDigits((byte) check) + "\r\n";
    String found = new String(bytes, star + 1, 4, StandardCharsets.US_ASCII);
    if (!found.equalsIgnoreCase(expected)) {
      return new Framing.Look.Nothing<>(
          "expected *%s, found *%s".formatted(expected.strip(), found.strip()));
    }
    String text = new String(bytes, 1, star - 1, StandardCharsets.US_ASCII);
    List<String> parts = List.of(text.split(",", -1));
    String address = parts.getFirst();
    return address.length() == 5 && address.matches("[A-Z]{2}[A-Z0-9]{3}")
        ? new Framing.Look.Found<>(
            new Sentence(address.substring(2), parts.subList(1, parts.size())), total)
        // Of a maker, such as $PMTK: whole, and of no interest.
        : new Framing.Look.Found<>(new Sentence("", List.of()), total);
  }
}
