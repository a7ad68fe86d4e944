package vn.binhduong.gateway.proof.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/// Thinks up damage, by seed. Pure: it knows the names and sizes of the files of some data
/// directories, and touches none of them.
final class Corpus {
  private static final int PAGE = PlainPages.PAGE;

  /// How often each family comes in one round.
  private static final List<Family> ROUND =
      List.of(
          Family.WAL_BIT_FLIP,
          Family.TRUNCATED,
          Family.BIT_FLIP,
          Family.SWAPPED,
          Family.ZEROED,
          Family.MISSING,
          Family.COMBINED,
          Family.WAL_BIT_FLIP,
          Family.FOREIGN,
          Family.BIT_FLIP,
          Family.SHAPE,
          Family.TRUNCATED,
          Family.VERSION,
          Family.COMBINED,
          Family.SWAPPED,
          Family.READ_ONLY,
          Family.DESERT,
          Family.COMBINED,
          Family.SEALED_BIT_FLIP);

  /// Small files beside the log.
  private static final List<String> BESIDE = List.of("lock", "witness", "reserve");

  private final List<NavigableMap<String, Long>> masters;
  private final Random random;

  /// @param masters size of each file of each directory, by its name from there
  Corpus(List<? extends Map<String, Long>> masters, long seed) {
    this.masters =
        masters.stream()
            .map(TreeMap<String, Long>::new)
            .map(m -> (NavigableMap<String, Long>) m)
            .toList();
    this.random = new Random(seed);
  }

  /// The first `count` cases.
  List<Case> cases(int count) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Family family = ROUND.get(i % ROUND.size());
      int master = random.nextInt(masters.size());
      if (family == Family.WAL_BIT_FLIP) {
        while (openWals(masters.get(master)).isEmpty()) {
          master = (master + 1) % masters.size();
        }
      }
      cases.add(new Case(i, family, master, harms(family, masters.get(master))));
    }
    return cases;
  }

  private List<Harm> harms(Family family, NavigableMap<String, Long> files) {
    return switch (family) {
      case TRUNCATED -> List.of(cut(pick(withBytes(files)), files));
      case ZEROED -> List.of(zero(pick(withBytes(files)), files));
      case BIT_FLIP -> List.of(flip(pick(withBytes(files)), files));
      case SEALED_BIT_FLIP -> sealedFlip(files);
      case WAL_BIT_FLIP -> walFlip(files);
      case SWAPPED -> swapped(files);
      case VERSION -> List.of(version(files));
      case FOREIGN -> foreign(files);
      case MISSING -> missing(files);
      case READ_ONLY -> readOnly(files);
      case SHAPE -> List.of(shape(files));
      case DESERT -> desert(files);
      case COMBINED -> combined(files);
    };
  }

  private List<Harm> combined(NavigableMap<String, Long> files) {
    List<Family> parts =
        List.of(
            Family.TRUNCATED,
            Family.ZEROED,
            Family.BIT_FLIP,
            Family.SWAPPED,
            Family.VERSION,
            Family.FOREIGN,
            Family.MISSING,
            Family.SHAPE);
    List<Harm> harms = new ArrayList<>();
    // The open segment and what tells of its numbers are the pair that matters most.
    if (!openWals(files).isEmpty() && random.nextInt(3) == 0) {
      harms.addAll(walFlip(files));
    }
    int more = 2 + random.nextInt(2) - Math.min(1, harms.size());
    for (int i = 0; i < more; i++) {
      harms.addAll(harms(pick(parts), files));
    }
    return harms;
  }

  private Harm.Cut cut(String file, Map<String, Long> files) {
    long size = files.getOrDefault(file, 0L);
    long unit = file.endsWith("-wal") ? PlainPages.FRAME : PAGE;
    long offset = file.endsWith("-wal") ? PlainPages.WAL_HEADER : 0;
    long units = Math.max(0, (size - offset) / unit);
    return new Harm.Cut(
        file,
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> random.nextLong(size);
          case 2 -> Math.max(0, size - 1 - random.nextLong(Math.min(size, 3 * unit)));
          default -> units == 0 ? 0 : Math.min(size - 1, offset + random.nextLong(units) * unit);
        });
  }

  private Harm.Zero zero(String file, Map<String, Long> files) {
    long size = files.getOrDefault(file, 0L);
    return switch (random.nextInt(4)) {
      case 0 -> new Harm.Zero(file, 0, size);
      case 1 -> new Harm.Zero(file, random.nextLong(size), size);
      case 2 -> new Harm.Zero(file, random.nextLong(size) / PAGE * PAGE, PAGE);
      default -> new Harm.Zero(file, random.nextLong(size), 1 + random.nextLong(64));
    };
  }

  private Harm.Flip flip(String file, Map<String, Long> files) {
    long size = files.getOrDefault(file, 0L);
    long at =
        switch (random.nextInt(3)) {
          case 0 -> random.nextLong(Math.min(size, 100)); // a header
          case 1 -> Math.min(size - 1, random.nextLong(size) / PAGE * PAGE + random.nextLong(16));
          default -> random.nextLong(size);
        };
    return new Harm.Flip(file, at, random.nextInt(8));
  }

  /// Behind the first page, where the blocks are.
  private List<Harm> sealedFlip(NavigableMap<String, Long> files) {
    List<String> sealed =
        segments(files).stream()
            .filter(name -> files.containsKey(name.replace(".db", ".seal")))
            .filter(name -> files.getOrDefault(name, 0L) > PAGE)
            .toList();
    if (sealed.isEmpty()) {
      return List.of(flip(pick(withBytes(files)), files));
    }
    String segment = pick(sealed);
    long at = PAGE + random.nextLong(files.getOrDefault(segment, 0L) - PAGE);
    return List.of(
        new Harm.Flip(segment, at, random.nextInt(8)),
        new Harm.Reseal(segment.replace(".db", ".seal")));
  }

  /// Header of the WAL, header of a frame or content of one; early, in the middle, late.
  private List<Harm> walFlip(NavigableMap<String, Long> files) {
    String wal = pick(openWals(files));
    long frames = (files.getOrDefault(wal, 0L) - PlainPages.WAL_HEADER) / PlainPages.FRAME;
    long third = random.nextInt(3);
    long frame =
        Math.min(frames - 1, frames * third / 3 + random.nextLong(Math.max(1, frames / 3)));
    long at = PlainPages.WAL_HEADER + frame * PlainPages.FRAME;
    long place =
        switch (random.nextInt(5)) {
          case 0 -> random.nextLong(PlainPages.WAL_HEADER);
          case 1 -> at + random.nextLong(PlainPages.FRAME_HEADER);
          default -> at + PlainPages.FRAME_HEADER + random.nextLong(PAGE);
        };
    return List.of(new Harm.Flip(wal, place, random.nextInt(8)));
  }

  private List<Harm> swapped(NavigableMap<String, Long> files) {
    List<String> segments = segments(files);
    String one = pick(segments);
    String other = another(segments, one);
    switch (random.nextInt(6)) {
      case 0:
        return List.of(new Harm.Exchange(one, other));
      case 1:
        List<Harm> sets = new ArrayList<>();
        for (String suffix : List.of(".db", ".seal", ".db-wal", ".db-shm")) {
          String a = one.replace(".db", suffix);
          String b = other.replace(".db", suffix);
          if (files.containsKey(a) || files.containsKey(b)) {
            sets.add(new Harm.Exchange(a, b));
          }
        }
        return List.copyOf(sets);
      case 2:
        return List.of(new Harm.Copy(one, other));
      case 3:
        List<String> wals = openWals(files);
        return wals.isEmpty()
            ? List.of(new Harm.Exchange(one, "state.db"))
            : List.of(new Harm.Exchange(pick(wals), "state.db-wal"));
      case 4:
        List<String> open = openWals(files);
        return List.of(new Harm.Copy(one + "-wal", open.isEmpty() ? other : pick(open)));
      default:
        String seal = one.replace(".db", ".seal");
        return List.of(new Harm.Copy(seal, other.replace(".db", ".seal")));
    }
  }

  private Harm version(NavigableMap<String, Long> files) {
    String file = random.nextInt(3) == 0 ? "state.db" : pick(segments(files));
    return switch (random.nextInt(4)) {
      case 0 -> new Harm.Write(file, 60, 4, random.nextBoolean() ? 0 : 2); // user_version
      case 1 -> new Harm.Write(file, 68, 4, 0x0F055111); // application_id of another program
      case 2 -> new Harm.Write(file, 18 + random.nextInt(2), 1, random.nextBoolean() ? 0 : 9);
      default -> new Harm.Write(file, 44, 4, random.nextBoolean() ? 0 : 77); // schema format
    };
  }

  private List<Harm> foreign(NavigableMap<String, Long> files) {
    String file = pick(withBytes(files));
    Harm.Origin origin = pick(List.of(Harm.Origin.values()));
    if (origin == Harm.Origin.GATEWAY) {
      file = pick(segments(files));
    }
    Harm first = new Harm.Foreign(file, origin);
    String seal = file.replace(".db", ".seal");
    return file.endsWith(".db") && files.containsKey(seal) && random.nextBoolean()
        ? List.of(first, new Harm.Remove(seal))
        : List.of(first);
  }

  private List<Harm> missing(NavigableMap<String, Long> files) {
    if (random.nextInt(4) > 0) {
      return List.of(new Harm.Remove(pick(List.copyOf(files.keySet()))));
    }
    String trunk =
        pick(random.nextInt(3) == 0 ? List.of("state.db") : segments(files)).replace(".db", ".");
    return files.keySet().stream()
        .filter(name -> name.startsWith(trunk))
        .<Harm>map(Harm.Remove::new)
        .toList();
  }

  /// One file, all of them, or a folder.
  private List<Harm> readOnly(NavigableMap<String, Long> files) {
    return switch (random.nextInt(6)) {
      case 0 -> List.of(new Harm.ReadOnly("."));
      case 1 -> List.of(new Harm.ReadOnly("segments"));
      case 2 -> files.keySet().stream().<Harm>map(Harm.ReadOnly::new).toList();
      default -> List.of(new Harm.ReadOnly(pick(anyPlace(files))));
    };
  }

  private Harm shape(NavigableMap<String, Long> files) {
    return switch (random.nextInt(6)) {
      case 0 -> new Harm.File("segments");
      case 1 -> new Harm.File("quarantine");
      case 2, 3 -> new Harm.Folder(pick(anyPlace(files)));
      default -> new Harm.Loop(pick(anyPlace(files)));
    };
  }

  private List<Harm> desert(NavigableMap<String, Long> files) {
    List<String> names = List.copyOf(files.keySet());
    List<Harm> harms = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      names.stream()
          .filter(name -> files.getOrDefault(name, 0L) > 0)
          .forEach(name -> harms.add(new Harm.Cut(name, 0)));
    } else {
      String left = pick(names);
      names.stream()
          .filter(name -> !name.equals(left))
          .forEach(name -> harms.add(new Harm.Remove(name)));
    }
    return harms;
  }

  private List<String> anyPlace(NavigableMap<String, Long> files) {
    List<String> places = new ArrayList<>(files.keySet());
    BESIDE.stream().filter(name -> !places.contains(name)).forEach(places::add);
    return places;
  }

  private static List<String> withBytes(NavigableMap<String, Long> files) {
    return files.keySet().stream().filter(name -> files.getOrDefault(name, 0L) > 0).toList();
  }

  static List<String> segments(NavigableMap<String, Long> files) {
    return files.keySet().stream()
        .filter(name -> name.startsWith("segments/") && name.endsWith(".db"))
        .toList();
  }

  static List<String> openWals(NavigableMap<String, Long> files) {
    return files.keySet().stream()
        .filter(name -> name.startsWith("segments/") && name.endsWith("-wal"))
        .filter(name -> files.getOrDefault(name, 0L) > PlainPages.WAL_HEADER + PlainPages.FRAME)
        .toList();
  }

  private String another(List<String> of, String than) {
    List<String> rest = of.stream().filter(each -> !each.equals(than)).toList();
    return rest.isEmpty() ? than : pick(rest);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
