package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import vn.binhduong.gateway.model.ClockOffset;

/// What is known beside the blocks: kept in `state.db` and, as a snapshot, at the beginning of each
/// segment, from where it can be rebuilt.
///
/// Written form: frame (0xB8, version 1, CRC-32C), then the components in order; see [ByteWriter].
///
/// @param epoch that numbers are given in now
/// @param cleanBlock last block at a clean close; -1 while the store is in use
/// @param streams of all epochs of which anything is held or owed
/// @param offsets clock offsets of the boots still needed, oldest first
record State(UUID epoch, long cleanBlock, List<Stream> streams, List<ClockOffset> offsets) {
  static final int MAGIC = 0xB8;
  private static final int VERSION = 1;

  /// @param last greatest number given when this was written
  /// @param reserved greatest number that may be given before this is written again
  /// @param overruns entries refused
  record Stream(
      StreamKey key,
      long last,
      long reserved,
      long overruns,
      List<Range> acked,
      List<StreamLedger.Gap> gaps) {}

  /// [#cleanBlock] of a store in use.
  static final long IN_USE = -1;

  /// Nothing is known; the snapshot of a segment whose own could not be read.
  static final State NONE = new State(new UUID(0, 0), IN_USE, List.of(), List.of());

  State {
    streams = List.copyOf(streams);
    offsets = List.copyOf(offsets);
  }

  byte[] encode() {
    ByteWriter out = ByteWriter.framed(MAGIC, VERSION, 512);
    out.uuid(epoch);
    out.zigzag(cleanBlock);
    out.varint(streams.size());
    for (Stream stream : streams) {
      out.uuid(stream.key().epoch());
      out.text(stream.key().device());
      out.varint(stream.last());
      out.varint(stream.reserved());
      out.varint(stream.overruns());
      out.varint(stream.acked().size());
      for (Range range : stream.acked()) {
        out.varint(range.from());
        out.varint(range.size());
      }
      out.varint(stream.gaps().size());
      for (StreamLedger.Gap gap : stream.gaps()) {
        out.varint(gap.range().from());
        out.varint(gap.range().size());
        out.u8(Codes.of(gap.why()));
      }
    }
    out.varint(offsets.size());
    for (ClockOffset offset : offsets) {
      out.uuid(offset.boot());
      out.zigzag(offset.fromNanos());
      out.zigzag(offset.offsetNanos());
      out.u8(Codes.of(offset.state()));
    }
    return out.sealed();
  }

  /// Tells one state from another.
  int checksum() {
    return ByteWriter.crc32c(encode());
  }

  static State decode(byte[] bytes) throws FormatException {
    ByteReader in = ByteReader.framed(bytes, MAGIC, VERSION, "state");
    try {
      UUID epoch = in.uuid();
      long cleanBlock = in.zigzag();
      int streamCount = in.count();
      List<Stream> streams = new ArrayList<>(streamCount);
      for (int i = 0; i < streamCount; i++) {
        UUID streamEpoch = in.uuid();
        StreamKey key = new StreamKey(streamEpoch, in.text());
        long last = in.varint();
        long reserved = in.varint();
        long overruns = in.varint();
        int ackedCount = in.count();
        List<Range> acked = new ArrayList<>(ackedCount);
        for (int k = 0; k < ackedCount; k++) {
          acked.add(range(in));
        }
        int gapCount = in.count();
        List<StreamLedger.Gap> gaps = new ArrayList<>(gapCount);
        for (int k = 0; k < gapCount; k++) {
          Range range = range(in);
          gaps.add(new StreamLedger.Gap(range, Codes.gapReason(in.u8())));
        }
        streams.add(new Stream(key, last, reserved, overruns, acked, gaps));
      }
      int offsetCount = in.count();
      List<ClockOffset> offsets = new ArrayList<>(offsetCount);
      for (int i = 0; i < offsetCount; i++) {
        UUID boot = in.uuid();
        long from = in.zigzag();
        long offset = in.zigzag();
        offsets.add(new ClockOffset(boot, from, offset, Codes.clockState(in.u8())));
      }
      return new State(epoch, cleanBlock, streams, offsets);
    } catch (IllegalArgumentException e) {
      throw new FormatException("state: " + e.getMessage());
    }
  }

  private static Range range(ByteReader in) throws FormatException {
    long from = in.varint();
    return new Range(from, from + in.varint() - 1);
  }
}
