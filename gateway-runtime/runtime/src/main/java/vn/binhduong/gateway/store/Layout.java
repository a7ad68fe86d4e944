package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.Sample;

/// The channels of a sample in their order; written once per segment, so that blocks name it by 4
/// bytes.
///
/// @param id CRC-32C of the written form, made unique within a segment by counting up
/// @param channels in the order of the readings
record Layout(int id, List<Channel> channels) {
  static final int MAGIC = 0xB7;
  private static final int VERSION = 1;

  Layout {
    channels = List.copyOf(channels);
  }

  static Layout of(Sample sample) {
    List<Channel> channels = sample.readings().stream().map(Reading::channel).toList();
    return new Layout(ByteWriter.crc32c(encode(0, channels)), channels);
  }

  /// Whether the id is the one that these channels get in any segment, not one made unique.
  boolean natural() {
    return id == ByteWriter.crc32c(encode(0, channels));
  }

  /// Whether `sample` has exactly these channels.
  boolean fits(Sample sample) {
    List<Reading> readings = sample.readings();
    if (readings.size() != channels.size()) {
      return false;
    }
    for (int i = 0; i < channels.size(); i++) {
      if (!readings.get(i).channel().equals(channels.get(i))) {
        return false;
      }
    }
    return true;
  }

  byte[] encode() {
    return encode(id, channels);
  }

  private static byte[] encode(int id, List<Channel> channels) {
    ByteWriter out = ByteWriter.framed(MAGIC, VERSION, 64 + 48 * channels.size());
    out.u32(id);
    out.varint(channels.size());
    for (Channel channel : channels) {
      out.text(channel.name());
      out.text(channel.unit().symbol());
      out.u64(Double.doubleToRawLongBits(channel.min()));
      out.u64(Double.doubleToRawLongBits(channel.max()));
      out.text(channel.doc());
    }
    return out.sealed();
  }

  static Layout decode(byte[] bytes) throws FormatException {
    ByteReader in = ByteReader.framed(bytes, MAGIC, VERSION, "layout");
    int id = in.u32();
    int count = in.count();
    List<Channel> channels = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        String name = in.text();
        Unit unit = new Unit(in.text());
        double min = Double.longBitsToDouble(in.u64());
        double max = Double.longBitsToDouble(in.u64());
        channels.add(new Channel(name, unit, min, max, in.text()));
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("layout: " + e.getMessage());
    }
    return new Layout(id, channels);
  }
}
