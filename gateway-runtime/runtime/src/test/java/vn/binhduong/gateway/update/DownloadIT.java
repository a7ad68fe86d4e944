package vn.binhduong.gateway.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Packages over https, against a server that breaks off, changes, redirects, lies or is somebody
/// else.
@Timeout(60)
class DownloadIT {
  private static final Duration STALL = Duration.ofSeconds(20);
  private static final int FAST = 1 << 30;
  private static final Blocks NO_BLOCKS = uri -> Optional.empty();

  @TempDir private Path directory = Path.of("");
  private Path part = Path.of("");
  private FileServer server;
  private String etag = "";

  @BeforeEach
  void serve() throws Exception {
    server = new FileServer(directory, "localhost");
    server.content = new byte[200_000];
    new Random(7).nextBytes(server.content);
    part = directory.resolve("part");
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Download.End attempt(Download download) throws InterruptedException {
    return download.attempt(
        new Source.Https(URI.create(server.address())), part, etag, tag -> etag = tag, () -> true);
  }

  private Download download() {
    return new Download(server.certificate, NO_BLOCKS, FAST, STALL, Disk.REAL);
  }

  @Test
  void theWhole() throws Exception {
    assertThat(attempt(download())).isEqualTo(new Download.End.Complete());
    assertThat(part).hasBinaryContent(server.content);
  }

  @Test
  void whatBrokeOffGoesOnWhereItEnded() throws Exception {
    server.breakAfter = 70_000;
    assertThat(attempt(download())).isInstanceOf(Download.End.Broken.class);
    long have = Files.size(part);
    assertThat(have).isBetween(1L, 70_000L);
    assertThat(attempt(download())).isInstanceOf(Download.End.Broken.class);
    server.breakAfter = Integer.MAX_VALUE;
    assertThat(attempt(download())).isEqualTo(new Download.End.Complete());
    assertThat(part).hasBinaryContent(server.content);
    assertThat(server.requests.get(1)).isEqualTo("bytes=" + have + "- \"one\"");
  }

  // Half of one package and half of another would be found out by the checksum, but only after all
  // of it was paid for.
  @Test
  void anotherContentBeginsAnew() throws Exception {
    server.breakAfter = 70_000;
    attempt(download());
    server.breakAfter = Integer.MAX_VALUE;
    server.etag = "\"two\"";
    new Random(8).nextBytes(server.content);
    assertThat(attempt(download())).isEqualTo(new Download.End.Complete());
    assertThat(part).hasBinaryContent(server.content);
    assertThat(etag).isEqualTo("\"two\"");
  }

  // A weak ETag does not promise the same bytes.
  @Test
  void withoutAStrongEtagItBeginsAnew() throws Exception {
    server.etag = "W/\"one\"";
    server.breakAfter = 70_000;
    attempt(download());
    server.breakAfter = Integer.MAX_VALUE;
    assertThat(attempt(download())).isEqualTo(new Download.End.Complete());
    assertThat(server.requests).containsExactly("null null", "null null");
    assertThat(part).hasBinaryContent(server.content);
  }

  @Test
  void redirectsAndRefusalsAreTheEnd() throws Exception {
    for (int status : new int[] {301, 302, 307, 308, 400, 401, 403, 404, 410}) {
      server.status = status;
      assertThat(attempt(download()))
          .isInstanceOfSatisfying(
              Download.End.Never.class,
              never -> {
                assertThat(never.code()).isEqualTo(ResultCode.INVALID_URI);
                assertThat(never.reason()).contains("" + status);
              });
    }
    for (int status : new int[] {408, 429, 500, 503}) {
      server.status = status;
      assertThat(attempt(download()))
          .isEqualTo(new Download.End.Broken("the server answered " + status));
    }
    assertThat(part).doesNotExist();
  }

  @Test
  void aServerOfAnotherNameIsNotBelieved() throws Exception {
    try (FileServer other = new FileServer(directory, "other.example")) {
      Download.End end =
          new Download(other.certificate, NO_BLOCKS, FAST, STALL, Disk.REAL)
              .attempt(
                  new Source.Https(URI.create(other.address())), part, "", tag -> {}, () -> true);
      assertThat(end)
          .isInstanceOfSatisfying(
              Download.End.Broken.class,
              broken -> assertThat(broken.reason()).contains("localhost"));
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  void aServerThatNobodySignedIsNotBelieved() throws Exception {
    assertThat(attempt(new Download(null, NO_BLOCKS, FAST, STALL, Disk.REAL)))
        .isInstanceOf(Download.End.Broken.class);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void silenceEnds() throws Exception {
    server.breakAfter = 70_000;
    server.silent = true;
    assertThat(
            attempt(
                new Download(
                    server.certificate, NO_BLOCKS, FAST, Duration.ofMillis(300), Disk.REAL)))
        .isInstanceOf(Download.End.Broken.class);
  }

  @Test
  void theSpeedIsBounded() throws Exception {
    long began = System.nanoTime();
    assertThat(attempt(new Download(server.certificate, NO_BLOCKS, 200_000, STALL, Disk.REAL)))
        .isEqualTo(new Download.End.Complete());
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void spaceIsAskedForFirst() throws Exception {
    Disk small =
        new Disk() {
          @Override
          public long usableBytes(Path path) {
            return Slots.MARGIN_BYTES + 199_999;
          }

          @Override
          public OutputStream create(Path file, boolean executable) throws IOException {
            return Disk.REAL.create(file, executable);
          }
        };
    assertThat(attempt(new Download(server.certificate, NO_BLOCKS, FAST, STALL, small)))
        .isInstanceOfSatisfying(
            Download.End.Never.class,
            never -> assertThat(never.code()).isEqualTo(ResultCode.NOT_ENOUGH_SPACE));
    assertThat(part).doesNotExist();
  }

  // The whole of it: fetched in pieces by one process and the next, verified, in its slot.
  @Test
  void aPackageArrivesOverARestart() throws Exception {
    var maker = new Maker(directory.resolve("root"));
    maker.tree.put("lib/big", "x".repeat(50_000));
    server.content = maker.bytes();
    server.breakAfter = server.content.length / 3;
    Updates updates = maker.updates();
    updates.begin(server.address());
    var settings = new UpdateSettings(maker.root, server.certificate, 1_000_000);
    Fetcher first = Fetcher.start(updates, settings, NO_BLOCKS, STALL, Duration.ofMillis(50));
    await(() -> server.requests.size() >= 1);
    first.close();
    server.breakAfter = Integer.MAX_VALUE;
    try (Fetcher _ =
        Fetcher.start(maker.updates(), settings, NO_BLOCKS, STALL, Duration.ofMillis(50))) {
      await(() -> state(updates) != UpdateState.DOWNLOADING);
    }
    assertThat(updates.journal().state())
        .as(updates.journal().toString())
        .isEqualTo(UpdateState.DOWNLOADED);
    assertThat(maker.root.resolve("releases/1.1.0/lib/big")).exists();
    await(() -> !Files.exists(maker.root.resolve("inbox/package.part")));
  }

  @Test
  void aFetchThatCanNeverSucceedHasItsResult() throws Exception {
    var maker = new Maker(directory.resolve("root"));
    Updates updates = maker.updates();
    server.status = 404;
    updates.begin(server.address());
    var settings = new UpdateSettings(maker.root, server.certificate, 1_000_000);
    try (Fetcher _ = Fetcher.start(updates, settings, NO_BLOCKS, STALL, Duration.ofMillis(50))) {
      await(() -> state(updates) == UpdateState.IDLE);
    }
    assertThat(updates.journal().result()).isEqualTo(ResultCode.INVALID_URI);
    assertThat(updates.journal().reason()).isEqualTo("the server answered 404");
  }

  // Whatever a client throws, the thread that fetches lives, or nothing is fetched ever again.
  @Test
  void aMistakeInAClientDoesNotEndTheFetching() throws Exception {
    var maker = new Maker(directory.resolve("root"));
    Updates updates = maker.updates();
    updates.begin("coaps://host/p.update");
    var calls = new java.util.concurrent.atomic.AtomicInteger();
    Blocks wrong =
        uri -> {
          calls.incrementAndGet();
          throw new IllegalStateException("of the test");
        };
    var settings = new UpdateSettings(maker.root, server.certificate, 1_000_000);
    try (Fetcher _ = Fetcher.start(updates, settings, wrong, STALL, Duration.ofMillis(50))) {
      await(() -> calls.get() >= 3);
    }
    assertThat(updates.journal().state()).isEqualTo(UpdateState.DOWNLOADING);
  }

  @Test
  void anAddressIsCheckedBeforeAnythingBegins() throws Exception {
    var maker = new Maker(directory.resolve("root"));
    String[][] cases = {
      {"http://host/p", "UNSUPPORTED_PROTOCOL"},
      {"coap://host/p", "UNSUPPORTED_PROTOCOL"},
      {"ftp://host/p", "UNSUPPORTED_PROTOCOL"},
      {"https:///p", "INVALID_URI"},
      {"coaps:///p", "INVALID_URI"},
      {"coaps://user@host/p", "INVALID_URI"},
      {"https://user:pass@host/p", "INVALID_URI"},
      {"//host/p", "INVALID_URI"},
      {"nonsense", "INVALID_URI"},
      {"https://ho st/p", "INVALID_URI"},
      {"https://host/" + "p".repeat(300), "INVALID_URI"},
    };
    for (String[] one : cases) {
      RefusedException e =
          catchThrowableOfType(RefusedException.class, () -> maker.updates().begin(one[0]));
      assertThat(e.code()).as(one[0]).isEqualTo(ResultCode.valueOf(one[1]));
      assertThat(maker.updates().journal().result()).isEqualTo(e.code());
      assertThat(maker.updates().journal().state()).isEqualTo(UpdateState.IDLE);
    }
  }

  private static UpdateState state(Updates updates) {
    try {
      return updates.journal().state();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("never came");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
