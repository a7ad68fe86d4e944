package vn.binhduong.gateway.proof.damage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Does harm to files.
final class Hammer {
  private final Path stranger;
  private final long seed;

  /// @param stranger data directory of another gateway
  /// @param seed of the contents it makes up
  Hammer(Path stranger, long seed) {
    this.stranger = stranger;
    this.seed = seed;
  }

  /// Does it. What an earlier harm made impossible (the file is gone) is left out.
  ///
  /// @return whether anything was done
  boolean strike(Path directory, Harm harm) throws IOException {
    Path file = directory.resolve(harm.file());
    boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    switch (harm) {
      case Harm.Folder _, Harm.Loop _, Harm.File _ -> {
        if (!inFolder(file)) {
          return false;
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !(harm instanceof Harm.File)) {
          return false;
        }
        place(file, harm);
        return true;
      }
      case Harm.Exchange(String _, String other) -> {
        return exchange(file, directory.resolve(other));
      }
      case Harm.Copy(String _, String from) -> {
        Path source = directory.resolve(from);
        if (source.equals(file)
            || !Files.isRegularFile(source)
            || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
            || !inFolder(file)) {
          return false;
        }
        Files.deleteIfExists(file);
        Files.copy(source, file);
        return true;
      }
      case Harm.Cut cut when there -> {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
          access.setLength(Math.min(access.length(), cut.bytes()));
        }
      }
      case Harm.Zero zero when there -> {
        long size = Files.size(file);
        write(
            file,
            zero.from(),
            new byte[(int) Math.max(0, Math.min(zero.bytes(), size - zero.from()))]);
      }
      case Harm.Flip flip when there && flip.at() < Files.size(file) -> {
        byte[] bytes = Files.readAllBytes(file);
        int at = (int) flip.at();
        bytes[at] = (byte) (bytes[at] ^ (1 << flip.bit()));
        Files.write(file, bytes);
      }
      case Harm.Write write when there && write.at() + write.bytes() <= Files.size(file) -> {
        byte[] value = new byte[write.bytes()];
        for (int i = 0; i < value.length; i++) {
          value[i] = (byte) (write.value() >>> (8 * (value.length - 1 - i)));
        }
        write(file, write.at(), value);
      }
      case Harm.Reseal _ when there -> reseal(file);
      case Harm.Foreign foreign when there -> foreign(file, foreign.from());
      case Harm.Remove _ when there -> Files.delete(file);
      case Harm.ReadOnly _ -> {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS); // by the way the gateway is started
      }
      case Harm.Cut _,
          Harm.Zero _,
          Harm.Flip _,
          Harm.Write _,
          Harm.Reseal _,
          Harm.Foreign _,
          Harm.Remove _ -> {
        return false;
      }
    }
    return true;
  }

  /// The second line of a seal is `file BYTES CRC`, the last one `end CRC` of all above it.
  private static void reseal(Path seal) throws IOException {
    Path segment = Path.of(seal.toString().replace(".seal", ".db"));
    byte[] bytes = Files.readAllBytes(segment);
    String lines = Files.readString(seal);
    String body =
        lines
            .substring(0, lines.lastIndexOf("end "))
            .replaceFirst("file .*", "file %d %08x".formatted(bytes.length, crc(bytes)));
    Files.writeString(seal, body + "end %08x\n".formatted(crc(body.getBytes(ISO_8859_1))));
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void place(Path file, Harm harm) throws IOException {
    deleteTree(file);
    switch (harm) {
      case Harm.Loop _ -> Files.createSymbolicLink(file, file.getFileName());
      case Harm.Folder _ -> {
        Files.createDirectory(file);
        Files.writeString(file.resolve("note"), "not what it seems\n");
      }
      default -> Files.writeString(file, "not a folder\n");
    }
  }

  private static boolean exchange(Path one, Path other) throws IOException {
    boolean first = Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS);
    boolean second = Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS);
    if (one.equals(other)
        || !(first || second)
        || first != Files.exists(one, LinkOption.NOFOLLOW_LINKS)
        || second != Files.exists(other, LinkOption.NOFOLLOW_LINKS)
        || !inFolder(one)
        || !inFolder(other)) {
      return false;
    }
    Path aside = one.resolveSibling("aside");
    if (first) {
      Files.move(one, aside);
    }
    if (second) {
      Files.move(other, one);
    }
    if (first) {
      Files.move(aside, other);
    }
    return true;
  }

  private void foreign(Path file, Harm.Origin origin) throws IOException {
    Random random = new Random(seed);
    switch (origin) {
      case JPEG -> {
        byte[] photo = new byte[20_000];
        random.nextBytes(photo);
        photo[0] = (byte) 0xFF;
        photo[1] = (byte) 0xD8;
        photo[2] = (byte) 0xFF;
        photo[3] = (byte) 0xE0;
        Files.write(file, photo);
      }
      case DATABASE -> {
        Files.delete(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE TABLE address(name TEXT, town TEXT)");
          for (int i = 0; i < 200; i++) {
            statement.execute(
                "INSERT INTO address VALUES('%x', 'Thu Dau Mot')".formatted(random.nextLong()));
          }
        } catch (SQLException e) {
          throw new IOException("a database for " + file, e);
        }
      }
      case GATEWAY -> {
        try (Stream<Path> segments = Files.list(stranger.resolve("segments"))) {
          Path segment =
              segments
                  .filter(each -> each.toString().endsWith(".db"))
                  .sorted()
                  .skip(1)
                  .findFirst()
                  .orElseThrow();
          Files.delete(file);
          Files.copy(segment, file);
          Path seal = Path.of(segment.toString().replace(".db", ".seal"));
          Path here = Path.of(file.toString().replace(".db", ".seal"));
          if (Files.exists(seal) && Files.exists(here) && random.nextBoolean()) {
            Files.delete(here);
            Files.copy(seal, here);
          }
        }
      }
    }
  }

  private static void write(Path file, long at, byte[] bytes) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      access.write(bytes);
    }
  }

  /// The size of each file below a directory, by its name from there.
  static Map<String, Long> sizes(Path directory) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file :
          files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)).toList()) {
        sizes.put(directory.relativize(file).toString(), Files.size(file));
      }
    }
    return sizes;
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean inFolder(Path file) {
    Path parent = file.getParent();
    return parent != null && Files.isDirectory(parent);
  }
}
