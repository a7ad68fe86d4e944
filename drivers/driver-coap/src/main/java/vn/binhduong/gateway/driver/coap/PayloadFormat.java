package vn.binhduong.gateway.driver.coap;

import org.jspecify.annotations.Nullable;

/// How a payload is written, by its number in the registry of CoAP content formats (RFC 7252
/// §12.3).
public enum PayloadFormat {
  /// One number as text, such as `21.5` (text/plain;charset=utf-8).
  TEXT(0),
  /// SenML as JSON (RFC 8428 §5).
  SENML_JSON(110),
  /// SenML as CBOR (RFC 8428 §6).
  SENML_CBOR(112);

  private final int number;

  PayloadFormat(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /// The format of this number; null when it is not read here.
  static @Nullable PayloadFormat of(int number) {
    for (PayloadFormat format : values()) {
      if (format.number == number) {
        return format;
      }
    }
    return null;
  }
}
