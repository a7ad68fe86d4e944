package vn.binhduong.gateway.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The CBOR form (RFC 8428 §6, RFC 8949): integer labels, definite lengths, every number in its
/// shortest exact form.
///
/// A number is exact when it reads back as the same double. Besides integer, half, single and
/// double that can be a decimal fraction (tag 4), which RFC 8428 allows: 23.4 takes 5 bytes instead
/// of 9. Only fractions whose mantissa is below 2^32 and whose exponent is -1 to -9 are written, so
/// a reader gets the exact double by one division, mantissa by power of ten. Times are never half
/// or single.
final class CborPackWriter implements PackWriter {
  private static final int UNSIGNED = 0x00;
  private static final int NEGATIVE = 0x20;
  private static final int TEXT = 0x60;
  private static final int ARRAY = 0x80;
  private static final int MAP = 0xa0;
  private static final int TAG_DECIMAL_FRACTION = 0xc4;
  private static final int HALF = 0xf9;
  private static final int SINGLE = 0xfa;
  private static final int DOUBLE = 0xfb;

  private static final int DECIMALS_MAX = 9;
  private static final double MANTISSA_END = 0x1p32;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  /// Room for the head of the array, which is known last.
  private static final int HEAD_BYTES = 5;

  private byte[] bytes = new byte[1024];
  private int length = HEAD_BYTES;
  private int records;
  private int mapAt;

  @Override
  public void record() {
    records++;
    mapAt = length;
    put(MAP);
  }

  @Override
  public void baseVersion(int version) {
    label(-1);
    integer(version);
  }

  @Override
  public void baseName(String name) {
    label(-2);
    text(name);
  }

  @Override
  public void baseTime(long epochMillis) {
    label(-3);
    seconds(epochMillis);
  }

  @Override
  public void baseUnit(String unit) {
    label(-4);
    text(unit);
  }

  @Override
  public void name(String name) {
    label(0);
    text(name);
  }

  @Override
  public void time(long millis) {
    label(6);
    seconds(millis);
  }

  @Override
  public void value(double value) {
    label(2);
    number(value);
  }

  @Override
  public void value(String value) {
    label(3);
    text(value);
  }

  @Override
  public byte[] finish() {
    int end = length;
    length = 0;
    head(ARRAY, records);
    int headLength = length;
    System.arraycopy(bytes, 0, bytes, HEAD_BYTES - headLength, headLength);
    return Arrays.copyOfRange(bytes, HEAD_BYTES - headLength, end);
  }

  /// A label; its record has one more field.
  private void label(int label) {
    bytes[mapAt]++;
    integer(label);
  }

  private void seconds(long millis) {
    if (millis % 1000 == 0) {
      integer(millis / 1000);
    } else {
      double seconds = millis / 1000.0;
      if (!decimal(seconds, DOUBLE_BYTES)) {
        ieeeDouble(seconds);
      }
    }
  }

  private static final int HALF_BYTES = 3;
  private static final int SINGLE_BYTES = 5;
  private static final int DOUBLE_BYTES = 9;

  private void number(double value) {
    int ieeeBytes = ieeeBytes(value);
    if (value == Math.rint(value) && Math.abs(value) <= Ids.NUMBER_MAX) {
      long whole = (long) value;
      if (headBytes(whole) <= ieeeBytes) {
        integer(whole);
        return;
      }
    } else if (decimal(value, ieeeBytes)) {
      return;
    }
    switch (ieeeBytes) {
      case HALF_BYTES -> {
        put(HALF);
        bigEndian(Float.floatToFloat16((float) value), 2);
      }
      case SINGLE_BYTES -> {
        put(SINGLE);
        bigEndian(Float.floatToRawIntBits((float) value), 4);
      }
      default -> ieeeDouble(value);
    }
  }

  private static int ieeeBytes(double value) {
    float single = (float) value;
    if (single != value) {
      return DOUBLE_BYTES;
    }
    return Float.float16ToFloat(Float.floatToFloat16(single)) == single ? HALF_BYTES : SINGLE_BYTES;
  }

  private void ieeeDouble(double value) {
    put(DOUBLE);
    bigEndian(Double.doubleToRawLongBits(value), 8);
  }

  /// Writes a decimal fraction if that is exact and shorter than `otherBytes`.
  private boolean decimal(double value, int otherBytes) {
    for (int decimals = 1; decimals <= DECIMALS_MAX; decimals++) {
      double mantissa = Math.rint(value * POWERS[decimals]);
      if (Math.abs(mantissa) >= MANTISSA_END) {
        return false;
      }
      if (mantissa / POWERS[decimals] == value) {
        long whole = (long) mantissa;
        if (3 + headBytes(whole) >= otherBytes) {
          return false;
        }
        put(TAG_DECIMAL_FRACTION);
        put(ARRAY | 2);
        integer(-decimals);
        integer(whole);
        return true;
      }
    }
    return false;
  }

  private void integer(long value) {
    if (value >= 0) {
      head(UNSIGNED, value);
    } else {
      head(NEGATIVE, -1 - value);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    head(TEXT, utf8.length);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }

  private static int headBytes(long value) {
    long argument = value >= 0 ? value : -1 - value;
    if (argument < 24) {
      return 1;
    }
    return argument < 1 << 8 ? 2 : argument < 1 << 16 ? 3 : argument < 1L << 32 ? 5 : 9;
  }

  private void head(int major, long argument) {
    switch (headBytes(argument)) {
      case 1 -> put(major | (int) argument);
      case 2 -> {
        put(major | 24);
        bigEndian(argument, 1);
      }
      case 3 -> {
        put(major | 25);
        bigEndian(argument, 2);
      }
      case 5 -> {
        put(major | 26);
        bigEndian(argument, 4);
      }
      default -> {
        put(major | 27);
        bigEndian(argument, 8);
      }
    }
  }

  private void put(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  private void bigEndian(long value, int count) {
    reserve(count);
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >> shift);
    }
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }
}
