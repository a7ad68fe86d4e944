package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The JSON form (RFC 8428 §5), without white space.
final class JsonPackWriter implements PackWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final JsonGenerator json;
  private boolean inRecord;

  JsonPackWriter() {
    try {
      json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8);
      json.writeStartArray();
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  @Override
  public void record() {
    try {
      if (inRecord) {
        json.writeEndObject();
      }
      json.writeStartObject();
      inRecord = true;
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  @Override
  public void baseVersion(int version) {
    number("bver", Integer.toString(version));
  }

  @Override
  public void baseName(String name) {
    text("bn", name);
  }

  @Override
  public void baseTime(long epochMillis) {
    number("bt", seconds(epochMillis));
  }

  @Override
  public void baseUnit(String unit) {
    text("bu", unit);
  }

  @Override
  public void name(String name) {
    text("n", name);
  }

  @Override
  public void time(long millis) {
    number("t", seconds(millis));
  }

  @Override
  public void value(double value) {
    number("v", shortest(value));
  }

  @Override
  public void value(String value) {
    text("vs", value);
  }

  @Override
  public byte[] finish() {
    try {
      if (inRecord) {
        json.writeEndObject();
      }
      json.writeEndArray();
      json.close();
    } catch (IOException e) {
      throw inMemory(e);
    }
    return bytes.toByteArray();
  }

  private void number(String label, String number) {
    try {
      json.writeFieldName(label);
      json.writeNumber(number);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private void text(String label, String text) {
    try {
      json.writeStringField(label, text);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /// Seconds with at most three decimals; millis is not negative.
  static String seconds(long millis) {
    long fraction = millis % 1000;
    if (fraction == 0) {
      return Long.toString(millis / 1000);
    }
    String decimals = Long.toString(1000 + fraction).substring(1);
    int end = decimals.length();
    while (decimals.charAt(end - 1) == '0') {
      end--;
    }
    return millis / 1000 + "." + decimals.substring(0, end);
  }

  /// The shortest decimal that reads back as the same double.
  static String shortest(double value) {
    String text = Double.toString(value);
    if (text.contains(".0E")) {
      text = text.replace(".0E", "E");
    } else if (text.endsWith(".0")) {
      text = text.substring(0, text.length() - 2);
    }
    if (value == Math.rint(value) && Math.abs(value) <= Ids.NUMBER_MAX) {
      String whole = Long.toString((long) value);
      return whole.length() <= text.length() ? whole : text;
    }
    return text;
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("writing into memory", e);
  }
}
