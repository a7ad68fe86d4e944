package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;

/// The written form of a block, version 1. Pure.
///
///     u8 0xB6, u8 version, u32 CRC-32C of everything but these 4 bytes
///     varint number; 16 bytes epoch; varint base (monotonic nanoseconds of the first entry)
///     varint boots, each 16 bytes
///     varint sections, each: varint length, then
///         text device; varint boot index; varint first number; varint entries
///         varint layouts, each u32 (none in the gateway stream)
///         entries, each: zigzag nanoseconds since the previous one (the first: since base), then
///             a sample: varint layout index if there are several; one value per channel (ValueCodec)
///             an event: text kind; text JSON
///
/// Numbers are little-endian, `varint` is LEB128, `text` is varint length and UTF-8.
/// Invariants: decode(encode(b)) equals b, to the bit of every double; any damaged byte fails the
/// checksum; the numbers of a section have no holes.
final class BlockCodec {
  private static final System.Logger LOG = System.getLogger(BlockCodec.class.getName());
  static final int MAGIC = 0xB6;
  static final int VERSION = 1;

  private BlockCodec() {}

  /// @param layoutOf gives the layout a sample is written with
  static byte[] encode(Block block, Function<Sample, Layout> layoutOf) {
    ByteWriter out = ByteWriter.framed(MAGIC, VERSION, 4096);
    out.varint(block.number());
    out.uuid(block.epoch());
    long base = block.sections().getFirst().entries().getFirst().at().nanos();
    out.varint(base);
    List<UUID> boots =
        new ArrayList<>(new LinkedHashSet<>(block.sections().stream().map(Section::boot).toList()));
    out.varint(boots.size());
    boots.forEach(out::uuid);
    out.varint(block.sections().size());
    for (Section section : block.sections()) {
      out.append(encode(section, boots.indexOf(section.boot()), base, layoutOf));
    }
    return out.sealed();
  }

  private static ByteWriter encode(
      Section section, int boot, long base, Function<Sample, Layout> layoutOf) {
    SequencedMap<Integer, Integer> indexes = new LinkedHashMap<>();
    List<@Nullable Layout> layouts = new ArrayList<>(section.entries().size());
    for (Entry entry : section.entries()) {
      Layout layout = entry instanceof Sample sample ? layoutOf.apply(sample) : null;
      layouts.add(layout);
      if (layout != null) {
        indexes.putIfAbsent(layout.id(), indexes.size());
      }
    }
    ByteWriter out = new ByteWriter(64 + 32 * section.entries().size());
    out.text(section.device());
    out.varint(boot);
    out.varint(section.firstSeq());
    out.varint(section.entries().size());
    out.varint(indexes.size());
    indexes.keySet().forEach(out::u32);
    long previous = base;
    for (int i = 0; i < section.entries().size(); i++) {
      Entry entry = section.entries().get(i);
      out.zigzag(entry.at().nanos() - previous);
      previous = entry.at().nanos();
      switch (entry) {
        case Sample sample -> {
          Layout layout = layouts.get(i);
          if (indexes.size() > 1 && layout != null) {
            Integer index = indexes.get(layout.id());
            out.varint(index == null ? 0 : index);
          }
          for (Reading reading : sample.readings()) {
            ValueCodec.write(out, reading);
          }
        }
        case Event event -> {
          out.text(event.kind());
          out.text(event.json());
        }
      }
    }
    return out;
  }

  /// @param layouts the layouts of the segment by id
  static Block decode(byte[] bytes, Map<Integer, Layout> layouts) throws FormatException {
    Header header = header(bytes);
    List<Section> sections = new ArrayList<>(header.sections().size());
    for (SectionHeader section : header.sections()) {
      sections.add(decode(section, header.base(), layouts));
    }
    return new Block(header.number(), header.epoch(), List.copyOf(sections));
  }

  /// The sections of a block whose layouts are known; null when that is none of them.
  static @Nullable Block decodable(byte[] bytes, Map<Integer, Layout> layouts)
      throws FormatException {
    Header header = header(bytes);
    List<Section> sections = new ArrayList<>(header.sections().size());
    for (SectionHeader section : header.sections()) {
      try {
        sections.add(decode(section, header.base(), layouts));
      } catch (FormatException e) {
        LOG.log(System.Logger.Level.DEBUG, "section of " + section.device(), e);
      }
    }
    return sections.isEmpty()
        ? null
        : new Block(header.number(), header.epoch(), List.copyOf(sections));
  }

  /// What can be known of a block without its layouts.
  static Header header(byte[] bytes) throws FormatException {
    ByteReader in = ByteReader.framed(bytes, MAGIC, VERSION, "block");
    long number = in.varint();
    UUID epoch = in.uuid();
    long base = in.varint();
    int bootCount = in.count();
    List<UUID> boots = new ArrayList<>(bootCount);
    for (int i = 0; i < bootCount; i++) {
      boots.add(in.uuid());
    }
    int sectionCount = in.count();
    List<SectionHeader> sections = new ArrayList<>(sectionCount);
    for (int i = 0; i < sectionCount; i++) {
      ByteReader part = in.part();
      String device = part.text();
      long boot = part.varint();
      if (boot < 0 || boot >= boots.size()) {
        throw new FormatException(
            "block %d: boot index %d of %d".formatted(number, boot, bootCount));
      }
      long firstSeq = part.varint();
      int entries = part.count();
      if (entries == 0 || firstSeq < 1) {
        throw new FormatException(
            "block %d: %d entries from number %d".formatted(number, entries, firstSeq));
      }
      sections.add(new SectionHeader(device, boots.get((int) boot), firstSeq, entries, part));
    }
    return new Header(number, epoch, base, sections);
  }

  private static Section decode(SectionHeader section, long base, Map<Integer, Layout> known)
      throws FormatException {
    ByteReader in = section.rest();
    int layoutCount = in.count();
    List<Layout> layouts = new ArrayList<>(layoutCount);
    for (int i = 0; i < layoutCount; i++) {
      int id = in.u32();
      Layout layout = known.get(id);
      if (layout == null) {
        throw new FormatException("no layout 0x%08X in this segment".formatted(id));
      }
      layouts.add(layout);
    }
    List<Entry> entries = new ArrayList<>(section.count());
    long nanos = base;
    for (int i = 0; i < section.count(); i++) {
      nanos += in.zigzag();
      BootTime at = new BootTime(section.boot(), nanos);
      if (layoutCount == 0) {
        String kind = in.text();
        entries.add(new Event(at, kind, in.text()));
      } else {
        long index = layoutCount == 1 ? 0 : in.varint();
        if (index < 0 || index >= layoutCount) {
          throw new FormatException("layout index %d of %d".formatted(index, layoutCount));
        }
        List<Channel> channels = layouts.get((int) index).channels();
        List<Reading> readings = new ArrayList<>(channels.size());
        for (Channel channel : channels) {
          readings.add(ValueCodec.read(in, channel));
        }
        entries.add(new Sample(section.device(), at, readings));
      }
    }
    return new Section(section.device(), section.boot(), section.firstSeq(), entries);
  }

  /// @param base monotonic nanoseconds of the first entry
  record Header(long number, UUID epoch, long base, List<SectionHeader> sections) {}

  /// @param count how many entries
  /// @param rest the layouts and entries, not yet read; for one use
  record SectionHeader(String device, UUID boot, long firstSeq, int count, ByteReader rest) {
    long lastSeq() {
      return firstSeq + count - 1;
    }
  }
}
