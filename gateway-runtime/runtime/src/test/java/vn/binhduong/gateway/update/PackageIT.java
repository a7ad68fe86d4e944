package vn.binhduong.gateway.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is let into a slot, and with which result everything else is refused. In each case nothing
/// may be left behind.
class PackageIT {
  @TempDir private Path root = Path.of("");
  private Maker maker = new Maker(Files.createTempDirectory("unused"));

  PackageIT() throws IOException {}

  @BeforeEach
  void make() throws IOException {
    maker = new Maker(root.resolve("root"));
  }

  private RefusedException refused() throws IOException {
    Map<String, String> before = tree();
    Path file = maker.write();
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> maker.updates().install(file));
    assertThat(e).isNotNull();
    Journal journal = maker.updates().journal();
    assertThat(journal.state()).isEqualTo(UpdateState.IDLE);
    assertThat(journal.result()).isEqualTo(e.code());
    assertThat(journal.told()).isFalse();
    assertThat(tree()).isEqualTo(before);
    return e;
  }

  private Map<String, String> tree() throws IOException {
    Map<String, String> found = new HashMap<>();
    try (Stream<Path> walk = Files.walk(maker.root.resolve("releases"))) {
      walk.forEach(path -> found.put(path.toString(), ""));
    }
    return found;
  }

  private void refusedWith(ResultCode code, String words) throws IOException {
    RefusedException e = refused();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.getMessage()).contains(words);
  }

  @Test
  void aRightPackageStandsInItsSlot() throws Exception {
    Manifest manifest = maker.updates().install(maker.write());

    assertThat(manifest.version()).isEqualTo(Version.parse("1.1.0"));
    Path slot = maker.root.resolve("releases/1.1.0");
    assertThat(slot.resolve("lib/a.jar")).hasContent("jar");
    assertThat(Files.isExecutable(slot.resolve("bin/edge-gateway"))).isTrue();
    assertThat(slot.resolve(".update/manifest")).exists();
    assertThat(maker.root.resolve("releases/.staging")).doesNotExist();
    Journal journal = maker.updates().journal();
    assertThat(journal.state()).isEqualTo(UpdateState.DOWNLOADED);
    assertThat(journal.version()).isEqualTo("1.1.0");
    // Installing is not switching.
    assertThat(maker.updates().current()).contains(Version.parse("1.0.0"));
  }

  @Test
  void anEcdsaSignatureIsAccepted() throws Exception {
    maker.signer = Maker.pair("EC");
    maker.algorithm = "SHA256withECDSA";
    maker.keyId = "ec1";
    maker.trust("ec1", maker.signer);

    assertThat(maker.updates().install(maker.write()).key()).isEqualTo("ec1");
  }

  // A fetch may take days and restarts; an update that was called off meanwhile does not come back
  // by its end.
  @Test
  void aFetchGoesOnUntilItIsEnded() throws Exception {
    Journal begun = maker.updates().begin("https://example.org/p.update");
    maker.updates().look(java.time.Duration.ofHours(1), journal -> {});
    assertThat(maker.updates().attempt(begun.id(), "tag-1").attempts()).isEqualTo(1);
    assertThat(maker.updates().journal().etag()).isEqualTo("tag-1");
    assertThat(maker.updates().accept(begun.id(), maker.write()).version()).hasToString("1.1.0");
    assertThat(maker.updates().journal().state()).isEqualTo(UpdateState.DOWNLOADED);
    maker.updates().cancel();

    Journal second = maker.updates().begin("https://example.org/p.update");
    maker.updates().cancel();
    Path file = maker.write();
    RefusedException e =
        catchThrowableOfType(
            RefusedException.class, () -> maker.updates().accept(second.id(), file));
    assertThat(e.getMessage()).contains("not being fetched any more");
    assertThat(maker.root.resolve("releases/1.1.0")).doesNotExist();

    Journal third = maker.updates().begin("https://example.org/p.update");
    assertThat(maker.updates().refuse(third.id(), ResultCode.CONNECTION_LOST, "gone").result())
        .isEqualTo(ResultCode.CONNECTION_LOST);
  }

  // The thread that watches the gateway must not wait for one that unpacks a large package.
  // A full disk is a reason to cancel, not one against it.
  @Test
  void anUpdateIsCalledOffWhereTheNoteOfItCannotBeWritten() throws Exception {
    maker.updates().begin("https://host/p.update");
    Files.createDirectories(root.resolve("root/inbox/called-off/taken"));
    maker.updates().cancel();
    assertThat(maker.updates().journal().result()).isEqualTo(ResultCode.CANCELLED);
  }

  // The server says cancel while the package is unpacked, by another thread or process.
  @Test
  void oneThatIsBeingUnpackedIsCalledOff() throws Exception {
    for (int i = 0; i < 200; i++) {
      maker.tree.put("lib/%03d".formatted(i), "x".repeat(1_000));
    }
    Path file = maker.write();
    CountDownLatch begun = new CountDownLatch(1);
    Disk slow =
        new Disk() {
          @Override
          public long usableBytes(Path path) throws IOException {
            return Disk.REAL.usableBytes(path);
          }

          @Override
          public OutputStream create(Path target, boolean executable) throws IOException {
            begun.countDown();
            LockSupport.parkNanos(20_000_000);
            return Disk.REAL.create(target, executable);
          }
        };
    CompletableFuture<RefusedException> ended =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    RefusedException.class,
                    () -> Updates.at(maker.root, Maker.HARDWARE, slow).install(file)));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    maker.updates().cancel();
    assertThat(maker.updates().journal().state()).isEqualTo(UpdateState.IDLE);
    assertThat(maker.updates().journal().result()).isEqualTo(ResultCode.CANCELLED);
    assertThat(ended.get(10, TimeUnit.SECONDS).code()).isEqualTo(ResultCode.CANCELLED);
    assertThat(maker.root.resolve("releases/1.1.0")).doesNotExist();
    assertThat(maker.root.resolve("releases/.staging")).doesNotExist();
    assertThat(maker.root.resolve("inbox/called-off")).doesNotExist();
    assertThat(maker.updates().install(file).version()).hasToString("1.1.0");
  }

  @Test
  void aLookNeverWaitsAndAStepWaitsItsTurn() throws Exception {
    var lock = new UpdateLock(maker.root.resolve("inbox/lock"));
    try (UpdateLock.Held held = java.util.Objects.requireNonNull(lock.attempt())) {
      assertThat(held.lock().isValid()).isTrue();
      assertThat(lock.attempt()).isNull();
      assertThat(lock.within(java.time.Duration.ofMillis(50))).isNull();
      long began = System.nanoTime();
      maker.updates().look(java.time.Duration.ZERO, journal -> {});
      assertThat(java.time.Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(java.time.Duration.ofSeconds(5));
      assertThat(held.lock().isValid()).isTrue();
    }
    try (UpdateLock.Held again = lock.within(java.time.Duration.ofMillis(50))) {
      assertThat(again).isNotNull();
    }
  }

  // What no gateway could tell before the next update began is told later, the oldest first.
  @Test
  void noResultIsForgotten() throws Exception {
    maker.version = "0.5.0";
    refused();
    maker.version = "1.1.0";
    maker.updates().install(maker.write());
    java.util.List<String> told = new java.util.ArrayList<>();
    for (int i = 0; i < 2; i++) {
      maker.updates().look(java.time.Duration.ZERO, j -> told.add(j.state() + " " + j.result()));
    }
    assertThat(told).containsExactly("IDLE UNSUPPORTED_PACKAGE", "DOWNLOADED INITIAL");
  }

  @Test
  void unsigned() throws IOException {
    maker.signature = bytes -> new byte[0];
    refusedWith(ResultCode.INTEGRITY, "signature");
  }

  @Test
  void signedWithAnotherKey() throws IOException {
    maker.signer = Maker.pair("Ed25519");
    refusedWith(ResultCode.INTEGRITY, "not made over this manifest with key k1");
  }

  @Test
  void signedWithAKeyThatIsNotTrusted() throws IOException {
    maker.keyId = "k9";
    refusedWith(ResultCode.INTEGRITY, "key k9 is not trusted");
  }

  // The key id comes from the package: it must not choose a file outside the directory of keys.
  @Test
  void keyIdLeadsOutOfTheDirectory() throws IOException {
    maker.keyId = "../keys/k1";
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "key: expected 1 to 32 of");
  }

  // RSA, or a curve other than P-256, in the directory of keys is no key for updates.
  @Test
  void aKeyOfAnotherKindIsNotUsed() throws IOException {
    maker.signer = Maker.pair("RSA");
    maker.algorithm = "SHA256withRSA";
    maker.trust("k1", maker.signer);
    refusedWith(ResultCode.INTEGRITY, "no PEM public key of Ed25519 or ECDSA P-256");
  }

  // Rotation: the new key is added, signs, and the old one is removed.
  @Test
  void keysAreRotated() throws Exception {
    var second = Maker.pair("Ed25519");
    maker.trust("k2", second);
    maker.signer = second;
    maker.keyId = "k2";
    maker.updates().install(maker.write());
    Files.delete(maker.root.resolve("keys/k1.pem"));
    maker.updates().cancel();

    maker.version = "1.2.0";
    assertThat(maker.updates().install(maker.write()).key()).isEqualTo("k2");
    maker.updates().cancel();

    maker.signer = maker.key;
    maker.keyId = "k1";
    refusedWith(ResultCode.INTEGRITY, "key k1 is not trusted");
  }

  @Test
  void aManifestChangedAfterSigning() throws IOException {
    byte[] whole = maker.bytes();
    Path file = maker.root.resolve("p.update");
    byte[] other = whole.clone();
    int at =
        new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("version=1.1.0");
    other[at + "version=1.".length()] = '9';
    Files.write(file, other);
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> maker.updates().install(file));
    assertThat(e.code()).isEqualTo(ResultCode.INTEGRITY);
  }

  @Test
  void payloadOfAnotherHash() throws IOException {
    maker.manifest = text -> text.replaceAll("payload-sha256=.{8}", "payload-sha256=00000000");
    refusedWith(ResultCode.INTEGRITY, "payload: expected sha-256 00000000");
  }

  @Test
  void listOfFilesOfAnotherHash() throws IOException {
    maker.manifest = text -> text.replaceAll("files-sha256=.{8}", "files-sha256=00000000");
    refusedWith(ResultCode.INTEGRITY, "files: expected sha-256 00000000");
  }

  @Test
  void payloadOfAnotherSize() throws IOException {
    maker.manifest = text -> text.replaceAll("payload-size=[0-9]+", "payload-size=77");
    refusedWith(ResultCode.INTEGRITY, "payload: expected 77 bytes, found");
  }

  // Whatever the place of the cut, a part of a package is never taken for a package.
  @Test
  void truncatedAnywhere() throws IOException {
    byte[] whole = maker.bytes();
    Path file = maker.root.resolve("p.update");
    for (int length = 0; length < whole.length - 1024; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      RefusedException e =
          catchThrowableOfType(RefusedException.class, () -> maker.updates().install(file));
      assertThat(e).as("cut at %d", length).isNotNull();
      assertThat(e.code()).as("cut at %d", length).isEqualTo(ResultCode.INTEGRITY);
    }
    assertThat(maker.root.resolve("releases/1.1.0")).doesNotExist();
  }

  // One bit turned over anywhere in what is used is found; only the dead bytes of headers and
  // padding may differ.
  @Test
  void noBitOfThePayloadCanTurnOver() throws Exception {
    byte[] whole = maker.bytes();
    var random = new Random(7);
    Path file = maker.root.resolve("p.update");
    for (int i = 0; i < 100; i++) {
      byte[] other = whole.clone();
      int at = random.nextInt(whole.length - 1024);
      other[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, other);
      try {
        maker.updates().install(file);
      } catch (RefusedException e) {
        continue;
      }
      assertThat(maker.root.resolve("releases/1.1.0/lib/a.jar"))
          .as("byte %d, seed 7", at)
          .hasContent("jar");
      maker.updates().cancel();
    }
  }

  @Test
  void largerThanAnyPackage() throws IOException {
    Path file = maker.root.resolve("p.update");
    try (var channel =
        java.nio.channels.FileChannel.open(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.position(Manifest.PAYLOAD_BYTES_MAX + UpdatePackage.OVERHEAD_BYTES_MAX);
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}));
    }
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> maker.updates().install(file));
    assertThat(e.code()).isEqualTo(ResultCode.NOT_ENOUGH_SPACE);
    assertThat(e.getMessage()).contains("expected at most");
  }

  // A small payload that unpacks to much (a zip bomb) ends at the size that was signed.
  @Test
  void payloadThatUnpacksToMoreThanItSays() throws IOException {
    maker.tree.put("lib/zeros", "\0".repeat(1 << 20));
    maker.manifest = text -> text.replaceAll("tree-size=[0-9]+", "tree-size=20");
    refusedWith(ResultCode.INTEGRITY, "more than the manifest says");
  }

  @Test
  void tooLargeByItsManifest() throws IOException {
    maker.manifest = text -> text.replaceAll("tree-size=[0-9]+", "tree-size=999999999999");
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "tree-size: expected 1 to");
  }

  @Test
  void olderOrTheSame() throws IOException {
    maker.version = "1.0.0";
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "version: expected a higher one than 1.0.0");
    maker.version = "1.0.0-rc3";
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "version: expected a higher one than 1.0.0");
  }

  @Test
  void belowTheFloor() throws IOException {
    Files.writeString(maker.root.resolve("supervisor/floor"), "1.2.0\n");
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "version: expected at least 1.2.0");
  }

  @Test
  void fromATooOldVersion() throws IOException {
    maker.manifest = text -> text.replace("from-min=1.0.0", "from-min=1.0.1");
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "from-min: version 1.0.0 runs here");
  }

  @Test
  void ofAnotherProduct() throws IOException {
    maker.manifest = text -> text.replace("product=edge-gateway", "product=toaster");
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "product: expected edge-gateway, found toaster");
  }

  @Test
  void forOtherHardware() throws IOException {
    maker.manifest = text -> text.replace("linux/aarch64/raspberry-pi-4*", "linux/arm/*");
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "hardware: this is linux/aarch64/raspberry-pi-4");
  }

  @Test
  void ofAnotherFormat() throws IOException {
    maker.manifest =
        text -> text.replace("format=edge-gateway-update-1", "format=edge-gateway-update-2");
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "format: expected edge-gateway-update-1");
  }

  // What is signed must be understood: a key that this version does not know may be a condition.
  @Test
  void manifestWithAnUnknownKey() throws IOException {
    maker.manifest = text -> text + "only-on=monday\n";
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "expected a known key, found 'only-on'");
  }

  @Test
  void aVersionThatFailedHere() throws IOException {
    byte[] packed = new byte[1];
    maker.payload =
        bytes -> {
          packed[0] = 1;
          failed(Maker.sha256(bytes));
          return bytes;
        };
    refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "failed on this gateway before");
    assertThat(packed[0]).isEqualTo((byte) 1);
  }

  private void failed(String sha256) {
    try {
      Files.writeString(maker.root.resolve("supervisor/failed"), sha256 + " 1.1.0\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  // A signed payload may still be hostile where a build machine was: nothing leaves the slot.
  @Test
  void namesThatLeadOutOfTheSlot() throws IOException {
    for (String name :
        new String[] {
          "../evil",
          "/etc/evil",
          "bin/../../evil",
          "a//b",
          "./../evil",
          "..",
          "a b",
          "-rf",
          ".update/manifest"
        }) {
      maker.inner = tar -> tar.file(name, "evil");
      maker.files = text -> text + "0".repeat(64) + "  ./" + name + "\n";
      maker.manifest = text -> text.replaceAll("tree-size=[0-9]+", "tree-size=17");
      RefusedException e = refused();
      assertThat(e.code())
          .as(name + ": " + e.getMessage())
          .isEqualTo(ResultCode.UNSUPPORTED_PACKAGE);
    }
    assertThat(root.resolve("evil")).doesNotExist();
    assertThat(root.resolve("root/evil")).doesNotExist();
    assertThat(Path.of("/etc/evil")).doesNotExist();
  }

  @Test
  void linksAndDevices() throws IOException {
    for (char type : new char[] {'1', '2', '3', '4', '6', '7', 'x', 'g', 'L', 'S'}) {
      maker.inner = tar -> tar.entry("lib/link", type, "/etc/passwd", new byte[0]);
      refusedWith(ResultCode.UNSUPPORTED_PACKAGE, "found an entry of type '" + type + "'");
    }
  }

  @Test
  void aFileThatIsNotInTheSignedList() throws IOException {
    maker.inner = tar -> tar.file("lib/extra.jar", "extra");
    refusedWith(ResultCode.INTEGRITY, "lib/extra.jar: not in the list of files");
  }

  // Whoever changes the package between its verification and its unpacking meets the signed list
  // again.
  @Test
  void aFileThatIsNotTheOneInTheSignedList() throws IOException {
    maker.files = text -> text.replaceAll("[0-9a-f]{64}(?=  ./lib/a.jar)", "0".repeat(64));
    refusedWith(ResultCode.INTEGRITY, "lib/a.jar: expected sha-256 0000");
  }

  @Test
  void aFileThatIsMissing() throws IOException {
    maker.files = text -> text + "0".repeat(64) + "  ./lib/b.jar\n";
    refusedWith(ResultCode.INTEGRITY, "expected 3 files");
  }

  @Test
  void aFileTwice() throws IOException {
    maker.inner = tar -> tar.file("lib/a.jar", "jar");
    refusedWith(ResultCode.INTEGRITY, "lib/a.jar: twice");
  }

  @Test
  void payloadThatIsNoArchive() throws IOException {
    maker.payload = bytes -> new byte[] {1, 2, 3};
    refusedWith(ResultCode.INTEGRITY, "payload: ");
  }

  @Test
  void tooLittleSpaceIsSeenBeforeAnythingIsWritten() throws IOException {
    Updates updates = maker.updates(new FakeDisk(Slots.MARGIN_BYTES, Long.MAX_VALUE));
    Path file = maker.write();
    RefusedException e = catchThrowableOfType(RefusedException.class, () -> updates.install(file));
    assertThat(e.code()).isEqualTo(ResultCode.NOT_ENOUGH_SPACE);
    assertThat(e.getMessage()).contains("needs").contains("found " + Slots.MARGIN_BYTES);
  }

  @Test
  void aDiskThatFillsUpIsCleanedUp() throws IOException {
    Map<String, String> before = tree();
    Path file = maker.write();
    for (long room = 0; room < 12; room++) {
      Updates updates = maker.updates(new FakeDisk(Long.MAX_VALUE, room));
      RefusedException e =
          catchThrowableOfType(RefusedException.class, () -> updates.install(file));
      assertThat(e.code()).isEqualTo(ResultCode.NOT_ENOUGH_SPACE);
      assertThat(tree()).isEqualTo(before);
    }
  }

  @Test
  void aSlotIsNeverOverwritten() throws Exception {
    maker.updates().install(maker.write());
    maker.updates().apply();
    Files.writeString(
        maker.root.resolve("supervisor/outcome"),
        "id=%s\nresult=8\nreason=test\n".formatted(maker.updates().journal().id()));
    maker.tree.put("lib/a.jar", "other");
    Path file = maker.write();
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> maker.updates().install(file));
    assertThat(e.getMessage()).contains("another package stands there already");
    assertThat(maker.root.resolve("releases/1.1.0/lib/a.jar")).hasContent("jar");
  }

  /// A disk of which a test says how much is free, and after how many bytes it is full all the
  /// same.
  private static final class FakeDisk implements Disk {
    private final long usable;
    private long room;

    FakeDisk(long usable, long room) {
      this.usable = usable;
      this.room = room;
    }

    @Override
    public long usableBytes(Path path) {
      return usable;
    }

    @Override
    public OutputStream create(Path file, boolean executable) throws IOException {
      OutputStream out = Disk.REAL.create(file, executable);
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          if (room-- <= 0) {
            throw new IOException("No space left on device");
          }
          out.write(b);
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }
  }
}
