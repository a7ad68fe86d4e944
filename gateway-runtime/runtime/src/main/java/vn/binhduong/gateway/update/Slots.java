package vn.binhduong.gateway.update;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// The slots below an installation root: `releases/VERSION`, each a whole program with its signed
/// manifest in `.update/`, and `current`, a link to one of them that only the supervisor moves. One
/// thread, under the lock of [Updates].
///
/// A slot appears under its name only when all of it is durable; it is never written again and
/// never overwritten.
final class Slots {
  /// What must stay free beside the new slot, bytes: store, log and journal go on.
  static final long MARGIN_BYTES = 32L << 20;

  /// Slots at most before no more is installed; the supervisor keeps three.
  static final int SLOTS_MAX = 8;

  static final String META = ".update";
  private static final String STAGING = ".staging";

  private final Path root;
  private final Path releases;
  private final Disk disk;

  Slots(Path root, Disk disk) {
    this.root = root;
    this.releases = root.resolve("releases");
    this.disk = disk;
  }

  /// The version that `current` means, if it means a slot.
  Optional<Version> current() throws IOException {
    try {
      Path target = Files.readSymbolicLink(root.resolve("current"));
      Path name = target.getFileName();
      return name != null && target.equals(Path.of("releases").resolve(name))
          ? Optional.of(Version.parse(name.toString()))
          : Optional.empty();
    } catch (NoSuchFileException | NotLinkException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Versions that stand in a slot.
  List<Version> installed() throws IOException {
    try (Stream<Path> entries = Files.list(releases)) {
      return entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.startsWith("."))
          .map(Version::parse)
          .sorted()
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IOException(releases + ": " + e.getMessage(), e);
    }
  }

  /// Unpacks a package into a slot of its own. What a kill left behind earlier is removed first.
  ///
  /// @throws RefusedException with NOT_ENOUGH_SPACE before anything is written or when the disk
  ///   fills up meanwhile, then nothing is left of it; UNSUPPORTED_PACKAGE when another package
  ///   already stands in a slot of that version; CANCELLED when it is not wanted any more, then
  ///   nothing is left of it either
  ///
  /// @param wanted asked before each file
  void install(UpdatePackage update, BooleanSupplier wanted) throws IOException, RefusedException {
    Path slot = releases.resolve(update.manifest().version().toString());
    Path staging = releases.resolve(STAGING);
    delete(staging);
    if (Files.exists(slot, LinkOption.NOFOLLOW_LINKS)) {
      requireSamePackage(slot, update);
      return;
    }
    requireRoom(update.manifest());
    try {
      makeDirectory(staging);
      update.unpack(new StagedTree(staging, wanted));
      Path meta = staging.resolve(META);
      makeDirectory(meta);
      write(meta.resolve("manifest"), update.manifestBytes());
      write(meta.resolve("manifest.sig"), update.signature());
      write(meta.resolve("files"), update.filesBytes());
      syncDirectories(staging);
      Files.move(staging, slot, StandardCopyOption.ATOMIC_MOVE);
      sync(releases);
    } catch (IOException | UncheckedIOException e) {
      delete(staging);
      if (full(e)) {
        throw new RefusedException(
            ResultCode.NOT_ENOUGH_SPACE, "the disk filled up while unpacking: " + e.getMessage());
      }
      throw e;
    } catch (RefusedException e) {
      delete(staging);
      throw e;
    }
  }

  private static boolean full(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded");
  }

  private void requireRoom(Manifest manifest) throws IOException, RefusedException {
    long needed = manifest.treeBytes() + MARGIN_BYTES;
    long usable = disk.usableBytes(releases);
    if (usable < needed) {
      throw new RefusedException(
          ResultCode.NOT_ENOUGH_SPACE,
          "%s: needs %d bytes free (%d unpacked and %d margin), found %d"
              .formatted(releases, needed, manifest.treeBytes(), MARGIN_BYTES, usable));
    }
    if (installed().size() >= SLOTS_MAX) {
      throw new RefusedException(
          ResultCode.NOT_ENOUGH_SPACE,
          "%s: expected fewer than %d slots, found %s".formatted(releases, SLOTS_MAX, installed()));
    }
  }

  private static void requireSamePackage(Path slot, UpdatePackage update)
      throws IOException, RefusedException {
    Path manifest = slot.resolve(META).resolve("manifest");
    if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)
        || Files.size(manifest) > KeyValues.BYTES_MAX
        || !Arrays.equals(Files.readAllBytes(manifest), update.manifestBytes())) {
      throw new RefusedException(
          ResultCode.UNSUPPORTED_PACKAGE,
          "%s: another package stands there already and is not overwritten".formatted(slot));
    }
  }

  /// Removes a slot that nothing uses, as far as its owner allows it.
  ///
  /// @throws IOException when it is the current one, or could not be removed
  void remove(Version version) throws IOException {
    if (current().filter(version::equals).isPresent()) {
      throw new IOException("slot " + version + " is in use");
    }
    delete(releases.resolve(version.toString()));
  }

  /// Removes what an interrupted installation left.
  void clean() throws IOException {
    delete(releases.resolve(STAGING));
  }

  private void write(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = disk.create(file, false)) {
      out.write(bytes);
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void syncDirectories(Path tree) throws IOException {
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : entries.filter(Files::isDirectory).toList()) {
        sync(entry);
      }
    }
  }

  static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path tree) throws IOException {
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
              Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Directories and files below staging; names were checked by [TarReader].
  private final class StagedTree implements UpdatePackage.Tree {
    private final Path staging;
    private final BooleanSupplier wanted;

    private StagedTree(Path staging, BooleanSupplier wanted) {
      this.staging = staging;
      this.wanted = wanted;
    }

    @Override
    public void directory(String name) throws IOException, RefusedException {
      Path above = staging;
      for (Path part : inside(name)) {
        above = above.resolve(part);
        if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
          makeDirectory(above);
        }
      }
    }

    @Override
    public OutputStream file(String name, boolean executable) throws IOException, RefusedException {
      if (!wanted.getAsBoolean()) {
        throw new RefusedException(ResultCode.CANCELLED, "called off while it was unpacked");
      }
      Path above = inside(name).getParent();
      if (above != null) {
        directory(above.toString());
      }
      return disk.create(staging.resolve(name), executable);
    }

    private Path inside(String name) throws RefusedException {
      Path path = Path.of(name);
      if (path.isAbsolute()
          || !staging.resolve(path).normalize().startsWith(staging)
          || path.startsWith(META)) {
        throw new RefusedException(
            ResultCode.UNSUPPORTED_PACKAGE,
            "payload: '%s' may not be in a slot".formatted(KeyValues.shown(name)));
      }
      return path;
    }
  }
}
