package vn.binhduong.gateway.proof.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.proof.faults.Journal;

/// The files of one directory as the disk under them may hold them: what is durable, and what was
/// done since and may be gone after a power cut. Not thread-safe; pure but for [#load].
///
/// Durable is, of a file: what was written before a sync of it began that ended well. Of a name:
/// - STRICT, what POSIX promises: a name that was made, moved or removed is so for good after a
///   sync of the directory it stands in (of a move: the new one); until then each change alone may
///   be gone.
/// - ORDERED, as ext4 does with its default mount options: changes of names reach the disk in their
///   order, and a sync of anything takes along all of them that came before.
///
/// Every other change may, at the cut, be there, not there, or half there in blocks of 512 bytes,
/// in any order; what a lost write leaves behind a kept one is zeros. `-shm` files, which SQLite
/// maps into memory, hold anything. A move is one change: it is never half done.
final class Disk {
  /// What a file system promises of names.
  enum Model {
    /// Only what POSIX says.
    STRICT,
    /// Like ext4 with `data=ordered`.
    ORDERED
  }

  /// Which of the changes that were never synced are there after the cut.
  enum Fate {
    /// None.
    NONE,
    /// All, as after the death of the process alone.
    ALL,
    /// Those up to some moment.
    PREFIX,
    /// Each by chance.
    SUBSET,
    /// Each block of 512 bytes by chance.
    TORN
  }

  private static final int BLOCK_BYTES = 512;
  private static final String MAPPED = "-shm";
  private static final int MAPPED_BYTES = 32 << 10;

  /// A change of content: `data` at `at`; or the size is `at`, where `data` is null.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Change(long order, long at, byte @Nullable [] data) {}

  private static final class Node {
    private byte[] durable = new byte[0];
    private final List<Change> changes = new ArrayList<>();
  }

  private record Naming(
      long order, Journal.Kind kind, String name, String second, @Nullable Node node) {}

  private final Model model;
  private final Map<Long, Node> inodes = new HashMap<>();
  private final TreeMap<String, Node> now = new TreeMap<>();
  private final TreeSet<String> directoriesNow = new TreeSet<>();
  private final TreeMap<String, Node> names = new TreeMap<>();
  private final TreeSet<String> directories = new TreeSet<>();
  private final List<Naming> namings = new ArrayList<>();
  private final Map<Long, Deque<Long>> syncs = new HashMap<>();
  private long order;

  Disk(Model model) {
    this.model = model;
  }

  /// A disk on which everything that stands in `root` is durable.
  static Disk load(Path root, Model model) throws IOException {
    Disk disk = new Disk(model);
    try (Stream<Path> found = Files.walk(root)) {
      for (Path path : found.sorted().toList()) {
        String name = root.relativize(path).toString();
        if (name.isEmpty()) {
          continue;
        }
        if (Files.isDirectory(path)) {
          disk.directory(name);
        } else {
          disk.file(name, (Long) Files.getAttribute(path, "unix:ino"), Files.readAllBytes(path));
        }
      }
    }
    return disk;
  }

  /// A directory that is durable.
  void directory(String name) {
    directories.add(name);
    directoriesNow.add(name);
  }

  /// A file that is durable.
  void file(String name, long inode, byte[] content) {
    Node node = new Node();
    node.durable = content;
    inodes.put(inode, node);
    names.put(name, node);
    now.put(name, node);
  }

  /// A call that was made.
  void apply(Journal.Entry entry) {
    order++;
    String name = entry.name();
    switch (entry.kind()) {
      case CREATE -> {
        Node node = new Node();
        inodes.put(entry.inode(), node);
        now.put(name, node);
        naming(entry, node);
      }
      case OPEN -> {}
      case WRITE -> node(entry).changes.add(new Change(order, entry.offset(), entry.payload()));
      case TRUNCATE -> node(entry).changes.add(new Change(order, entry.offset(), null));
      case SYNC_BEGIN ->
          syncs.computeIfAbsent(entry.inode(), inode -> new ArrayDeque<>()).addLast(order);
      case SYNC_END -> synced(entry);
      case RENAME -> {
        Node node = now.remove(name);
        if (node != null) {
          now.put(entry.second(), node);
        }
        naming(entry, node);
      }
      case LINK -> {
        Node node = now.get(name);
        if (node != null) {
          now.put(entry.second(), node);
        }
        naming(entry, node);
      }
      case UNLINK -> naming(entry, now.remove(name));
      case MKDIR -> {
        directoriesNow.add(name);
        naming(entry, null);
      }
      case RMDIR -> {
        directoriesNow.remove(name);
        naming(entry, null);
      }
    }
  }

  private void naming(Journal.Entry entry, @Nullable Node node) {
    namings.add(new Naming(order, entry.kind(), entry.name(), entry.second(), node));
  }

  private Node node(Journal.Entry entry) {
    Node node = inodes.get(entry.inode());
    if (node == null) {
      throw new IllegalStateException("journal: nobody made the file of " + entry);
    }
    return node;
  }

  private void synced(Journal.Entry entry) {
    Deque<Long> begun = syncs.get(entry.inode());
    if (begun == null || begun.isEmpty()) {
      throw new IllegalStateException("journal: a sync ended that never began: " + entry);
    }
    long from = begun.removeFirst();
    boolean directory = entry.name().isEmpty() || directoriesNow.contains(entry.name());
    if (!directory) {
      Node node = node(entry);
      for (Change change : List.copyOf(node.changes)) {
        if (change.order() < from) {
          node.durable = with(node.durable, change);
          node.changes.remove(change);
        }
      }
    }
    for (Naming naming : List.copyOf(namings)) {
      boolean here = directory && entry.name().equals(parent(naming));
      if (naming.order() < from && (here || model == Model.ORDERED)) {
        apply(naming, names, directories);
        namings.remove(naming);
        // What led to it cannot come back without it.
        namings.removeIf(
            earlier -> earlier.order() < naming.order() && earlier.name().equals(naming.name()));
      }
    }
  }

  private static String parent(Naming naming) {
    String name = naming.second().isEmpty() ? naming.name() : naming.second();
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static void apply(Naming naming, Map<String, Node> names, SortedSet<String> directories) {
    Node node = naming.node();
    switch (naming.kind()) {
      case CREATE -> put(names, naming.name(), node);
      case LINK -> put(names, naming.second(), node);
      case RENAME -> {
        names.remove(naming.name());
        put(names, naming.second(), node);
      }
      case UNLINK -> names.remove(naming.name());
      case MKDIR -> directories.add(naming.name());
      case RMDIR -> directories.remove(naming.name());
      case WRITE, TRUNCATE, SYNC_BEGIN, SYNC_END, OPEN ->
          throw new IllegalStateException(naming.kind() + " changes no name");
    }
  }

  private static void put(Map<String, Node> names, String name, @Nullable Node node) {
    if (node != null) {
      names.put(name, node);
    }
  }

  private static byte[] with(byte[] content, Change change) {
    byte[] data = change.data();
    if (data == null) {
      return Arrays.copyOf(content, Math.toIntExact(change.at()));
    }
    int at = Math.toIntExact(change.at());
    byte[] grown = Arrays.copyOf(content, Math.max(content.length, at + data.length));
    System.arraycopy(data, 0, grown, at, data.length);
    return grown;
  }

  /// How many changes are not durable.
  long pending() {
    return namings.size()
        + now.values().stream().distinct().mapToLong(node -> node.changes.size()).sum();
  }

  /// What stands there when power comes back.
  Image cut(Fate fate, Random random) {
    long until = fate == Fate.PREFIX ? 1 + random.nextLong(order + 1) : Long.MAX_VALUE;
    TreeMap<String, Node> left = new TreeMap<>(names);
    TreeSet<String> folders = new TreeSet<>(directories);
    boolean stopped = false;
    for (Naming naming : namings) {
      boolean kept = kept(fate, naming.order(), until, random);
      // In order: what follows something lost is lost.
      stopped |= model == Model.ORDERED && !kept;
      if (kept && !stopped) {
        apply(naming, left, folders);
      }
    }
    folders.removeIf(folder -> !reachable(folder, folders));
    TreeMap<String, byte[]> files = new TreeMap<>();
    left.forEach(
        (name, node) -> {
          if (reachable(name, folders)) {
            files.put(
                name,
                name.endsWith(MAPPED) ? anything(random) : content(node, fate, until, random));
          }
        });
    return new Image(files, folders);
  }

  private static boolean reachable(String name, SortedSet<String> folders) {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      if (!folders.contains(name.substring(0, slash))) {
        return false;
      }
    }
    return true;
  }

  private static boolean kept(Fate fate, long order, long until, Random random) {
    return switch (fate) {
      case NONE -> false;
      case ALL -> true;
      case PREFIX -> order < until;
      case SUBSET, TORN -> random.nextBoolean();
    };
  }

  private static byte[] content(Node node, Fate fate, long until, Random random) {
    byte[] content = node.durable;
    for (Change change : node.changes) {
      byte[] data = change.data();
      if (fate == Fate.TORN && data != null) {
        for (Change block : blocks(change.order(), change.at(), data)) {
          content = random.nextBoolean() ? with(content, block) : content;
        }
      } else if (kept(fate, change.order(), until, random)) {
        content = with(content, change);
      }
    }
    return content;
  }

  private static List<Change> blocks(long order, long at, byte[] data) {
    List<Change> blocks = new ArrayList<>();
    int from = 0;
    while (from < data.length) {
      int to = Math.min(data.length, from + BLOCK_BYTES - (int) ((at + from) % BLOCK_BYTES));
      blocks.add(new Change(order, at + from, Arrays.copyOfRange(data, from, to)));
      from = to;
    }
    return blocks;
  }

  private static byte[] anything(Random random) {
    byte[] bytes = new byte[random.nextInt(3) == 0 ? 0 : MAPPED_BYTES];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return bytes;
  }
}
