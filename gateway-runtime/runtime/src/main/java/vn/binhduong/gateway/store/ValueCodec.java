package vn.binhduong.gateway.store;

import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// One reading in 1 to 9 bytes, exactly.
///
/// A tag byte (quality in the high 3 bits, form in the low 5), then the value in the shortest form
/// that gives the same 64 bits back:
///
/// | form | bytes that follow | value |
/// |---|---|---|
/// | 0 to 9 | zigzag varint m | m / 10^form; what an instrument prints with some decimals |
/// | 16 | 4, little-endian | binary32 |
/// | 17 | 8, little-endian | binary64 |
/// | 18 | none | none (bad quality) |
final class ValueCodec {
  private static final int FLOAT = 16;
  private static final int DOUBLE = 17;
  private static final int NOTHING = 18;
  private static final double EXACT_MAX = 1L << 53;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private ValueCodec() {}

  static void write(ByteWriter out, Reading reading) {
    int quality = Codes.of(reading.quality()) << 5;
    double value = reading.value();
    if (Double.isNaN(value)) {
      out.u8(quality | NOTHING);
      return;
    }
    boolean fitsFloat = sameBits((float) value, value);
    long shortest = fitsFloat ? 1L << 27 : 1L << 55;
    for (int decimals = 0; decimals < POWERS.length; decimals++) {
      double scaled = Math.rint(value * POWERS[decimals]);
      if (!(Math.abs(scaled) <= EXACT_MAX)) {
        break;
      }
      // through long, so that -0.0 does not pass as 0
      if (sameBits((long) scaled / POWERS[decimals], value)) {
        if (Math.abs(scaled) >= shortest) {
          break;
        }
        out.u8(quality | decimals);
        out.zigzag((long) scaled);
        return;
      }
    }
    if (fitsFloat) {
      out.u8(quality | FLOAT);
      out.u32(Float.floatToRawIntBits((float) value));
    } else {
      out.u8(quality | DOUBLE);
      out.u64(Double.doubleToRawLongBits(value));
    }
  }

  static Reading read(ByteReader in, Channel channel) throws FormatException {
    int tag = in.u8();
    Quality quality = Codes.quality(tag >>> 5);
    int form = tag & 0x1F;
    double value;
    if (form < POWERS.length) {
      value = in.zigzag() / POWERS[form];
    } else if (form == FLOAT) {
      value = Float.intBitsToFloat(in.u32());
    } else if (form == DOUBLE) {
      value = Double.longBitsToDouble(in.u64());
    } else if (form == NOTHING) {
      value = Double.NaN;
    } else {
      throw new FormatException("reading of %s: unknown form %d".formatted(channel.name(), form));
    }
    try {
      return new Reading(channel, value, quality);
    } catch (IllegalArgumentException e) {
      throw new FormatException("reading of %s: %s".formatted(channel.name(), e.getMessage()));
    }
  }

  private static boolean sameBits(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }
}
