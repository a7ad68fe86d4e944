package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// What can still be read in a data directory, by a reader written for the proof: it knows the
/// written forms, but shares no code with the product and opens no database.
///
/// An entry counts as readable when its block is whole by its own checksum and the list of channels
/// it names is found anywhere in the segments.
final class PlainReader {
  private static final int BLOCK = 0xB6;
  private static final int LAYOUT = 0xB7;
  private static final int STATE = 0xB8;
  private static final int NOTHING = 18;
  private static final int FLOAT = 16;

  /// What was found.
  ///
  /// @param entries by number; of a number found with two contents, the first
  /// @param twice numbers found with two contents
  /// @param last greatest number of each stream that any state tells of, by epoch and device
  record Found(Map<EntryId, Content> entries, List<EntryId> twice, Map<EntryId, Long> last) {}

  private final Map<Integer, List<String>> layouts = new HashMap<>();
  private final List<byte[]> blocks = new ArrayList<>();
  private final Map<EntryId, Content> entries = new TreeMap<>();
  private final List<EntryId> twice = new ArrayList<>();
  private final Map<EntryId, Long> last = new TreeMap<>();

  private PlainReader() {}

  /// Reads the segments below `directory`, and `state.db`; changes nothing.
  static Found read(Path directory) throws IOException {
    PlainReader reader = new PlainReader();
    Path segments = directory.resolve("segments");
    List<Path> files = new ArrayList<>(List.of(directory.resolve("state.db")));
    if (Files.isDirectory(segments)) {
      try (Stream<Path> found = Files.list(segments)) {
        found
            .map(file -> segments.resolve(file.getFileName().toString().replaceAll("-wal$", "")))
            .filter(file -> file.toString().endsWith(".db"))
            .distinct()
            .sorted()
            .forEach(files::add);
      }
    }
    for (Path file : files) {
      reader.collect(bytes(file), bytes(file.resolveSibling(file.getFileName() + "-wal")));
    }
    reader.blocks.forEach(reader::block);
    return new Found(reader.entries, reader.twice, reader.last);
  }

  private static byte[] bytes(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Files.readAllBytes(file)
        : new byte[0];
  }

  private void collect(byte[] db, byte[] wal) {
    PlainPages pages = new PlainPages(db, wal);
    blocks.addAll(pages.blobs(BLOCK, blob -> PlainBytes.whole(blob, BLOCK)));
    pages.blobs(LAYOUT, blob -> PlainBytes.whole(blob, LAYOUT)).forEach(this::layout);
    pages.blobs(STATE, blob -> PlainBytes.whole(blob, STATE)).forEach(this::state);
  }

  private void layout(byte[] blob) {
    PlainBytes in = PlainBytes.behindFrame(blob);
    int id = in.u32();
    int count = in.count();
    List<String> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      channels.add(in.text());
      in.text();
      in.u64();
      in.u64();
      in.text();
    }
    layouts.put(id, channels);
  }

  private void state(byte[] blob) {
    PlainBytes in = PlainBytes.behindFrame(blob);
    in.uuid();
    in.zigzag();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      UUID epoch = in.uuid();
      String device = in.text();
      last.merge(new EntryId(epoch, device, 0), in.varint(), Math::max);
      in.varint();
      in.varint();
      for (int k = in.count(); k > 0; k--) {
        in.varint();
        in.varint();
      }
      for (int k = in.count(); k > 0; k--) {
        in.varint();
        in.varint();
        in.u8();
      }
    }
  }

  private void block(byte[] blob) {
    PlainBytes in = PlainBytes.behindFrame(blob);
    in.varint();
    UUID epoch = in.uuid();
    long base = in.varint();
    List<UUID> boots = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      boots.add(in.uuid());
    }
    for (int i = in.count(); i > 0; i--) {
      section(in.part(), epoch, boots, base);
    }
  }

  private void section(PlainBytes in, UUID epoch, List<UUID> boots, long base) {
    String device = in.text();
    UUID boot = boots.get((int) in.varint());
    long first = in.varint();
    int count = in.count();
    List<List<String>> used = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      List<String> layout = layouts.get(in.u32());
      if (layout == null) {
        return;
      }
      used.add(layout);
    }
    long nanos = base;
    for (int i = 0; i < count; i++) {
      nanos += in.zigzag();
      Map<String, Double> values = new TreeMap<>();
      String text = "";
      if (used.isEmpty()) {
        text = in.text() + " " + in.text();
      } else {
        for (String channel : used.get(used.size() == 1 ? 0 : (int) in.varint())) {
          value(in, channel, values);
        }
      }
      EntryId number = new EntryId(epoch, device, first + i);
      Content content = new Content(boot, nanos, values, text);
      Content before = entries.putIfAbsent(number, content);
      if (before != null && !before.equals(content)) {
        twice.add(number);
      }
    }
  }

  private static void value(PlainBytes in, String channel, Map<String, Double> values) {
    int form = in.u8() & 0x1F;
    if (form == NOTHING) {
      return;
    }
    double value =
        form < FLOAT
            ? in.zigzag() / Math.pow(10, form)
            : form == FLOAT ? Float.intBitsToFloat(in.u32()) : Double.longBitsToDouble(in.u64());
    values.put(channel, value);
  }
}
