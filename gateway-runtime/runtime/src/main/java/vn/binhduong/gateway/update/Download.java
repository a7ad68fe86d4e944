package vn.binhduong.gateway.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One attempt to fetch a package into a file, which goes on where an earlier one ended when the
/// server still has the same. Bounded in size, space, speed and silence, whatever the scheme. One
/// thread.
final class Download {
  private static final System.Logger LOG = System.getLogger(Download.class.getName());
  private static final int CHUNK_BYTES = 16 << 10;

  private final @Nullable Path caFile;
  private final Blocks blocks;
  private final long bytesPerSecond;
  private final Duration stall;
  private final Disk disk;

  /// How an attempt ended.
  sealed interface End {
    /// The whole is there.
    record Complete() implements End {}

    /// Part of it is there; another attempt may go on.
    ///
    /// @param reason for people
    record Broken(String reason) implements End {}

    /// There will be nothing.
    ///
    /// @param code the result
    /// @param reason for people
    record Never(ResultCode code, String reason) implements End {}

    /// Somebody called it off.
    record CalledOff() implements End {}
  }

  /// @param caFile PEM certificates that sign the server's; null means the JDK's own list
  /// @param blocks reads what stands at a coaps address
  /// @param bytesPerSecond speed at most
  /// @param stall longest silence in the middle
  Download(@Nullable Path caFile, Blocks blocks, long bytesPerSecond, Duration stall, Disk disk) {
    this.caFile = caFile;
    this.blocks = blocks;
    this.bytesPerSecond = bytesPerSecond;
    this.stall = stall;
    this.disk = disk;
  }

  /// Tries once.
  ///
  /// @param etag of what part of it holds; empty when that is unknown, then it begins anew
  /// @param progress is told the ETag before the first byte is written
  /// @param wanted whether the download is still wanted; asked between chunks
  End attempt(Source source, Path part, String etag, EtagKeeper progress, BooleanSupplier wanted)
      throws InterruptedException {
    try (Client client = client(source)) {
      if (etag.isEmpty()) {
        Files.deleteIfExists(part);
      }
      long have = Files.exists(part) ? Files.size(part) : 0;
      Client.Reply reply = client.get(source.uri(), have, etag);
      try (InputStream in = reply.body()) {
        return switch (reply.answer()) {
          case Answer.Content content -> receive(in, content, part, progress, wanted);
          case Answer.Useless(String reason) -> {
            Files.deleteIfExists(part);
            yield new End.Broken(reason);
          }
          case Answer.Later(String reason) -> new End.Broken(reason);
          case Answer.Never(ResultCode code, String reason) -> new End.Never(code, reason);
        };
      }
    } catch (RefusedException e) {
      return new End.Never(e.code(), e.getMessage());
    } catch (GeneralSecurityException e) {
      return new End.Never(ResultCode.FAILED, "TLS cannot be set up: " + e.getMessage());
    } catch (IOException e) {
      return new End.Broken(told(e));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "update: the client for " + source.uri() + " failed", e);
      return new End.Broken("the client failed: " + e);
    }
  }

  private Client client(Source source) {
    return switch (source) {
      case Source.Https _ -> new HttpsClient(caFile);
      case Source.Coaps _ -> new CoapsClient(blocks);
    };
  }

  private static String told(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private End receive(
      InputStream in,
      Answer.Content content,
      Path part,
      EtagKeeper progress,
      BooleanSupplier wanted)
      throws IOException, InterruptedException, RefusedException {
    long most = Manifest.PAYLOAD_BYTES_MAX + UpdatePackage.OVERHEAD_BYTES_MAX;
    long total = content.total().orElse(-1);
    long missing = Math.max(0, total - content.from());
    if (total > most) {
      return new End.Never(
          ResultCode.NOT_ENOUGH_SPACE,
          "expected at most %d bytes, the server has %d".formatted(most, total));
    }
    Path directory = part.toAbsolutePath().getParent();
    long usable = disk.usableBytes(directory == null ? part : directory);
    if (usable < missing + Slots.MARGIN_BYTES) {
      return new End.Never(
          ResultCode.NOT_ENOUGH_SPACE,
          "needs %d bytes free, found %d".formatted(missing + Slots.MARGIN_BYTES, usable));
    }
    progress.keep(content.etag());
    var moved = new AtomicLong(System.nanoTime());
    Thread watchdog =
        Thread.ofPlatform().daemon().name("update-stall").start(() -> watch(in, moved));
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(content.from()).position(content.from());
      OutputStream out = Channels.newOutputStream(channel);
      long at = content.from();
      long began = System.nanoTime();
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        moved.set(System.nanoTime());
        at += read;
        if (at > (total < 0 ? most : total)) {
          return new End.Never(ResultCode.NOT_ENOUGH_SPACE, "the server sends more than it says");
        }
        out.write(chunk, 0, read);
        if (!wanted.getAsBoolean()) {
          return new End.CalledOff();
        }
        brake(at - content.from(), began);
      }
      channel.force(true);
      return total < 0 || at == total
          ? new End.Complete()
          : new End.Broken("the connection ended after %d of %d bytes".formatted(at, total));
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No space left")) {
        Files.deleteIfExists(part);
        return new End.Never(ResultCode.NOT_ENOUGH_SPACE, "the disk filled up");
      }
      throw e;
    } finally {
      watchdog.interrupt();
    }
  }

  /// Waits until so many bytes may have come.
  private void brake(long bytes, long beganNanos) throws InterruptedException {
    double due = (double) bytes / bytesPerSecond * 1e9;
    double early = due - (System.nanoTime() - beganNanos);
    if (early > 1e6) {
      Thread.sleep(Duration.ofNanos((long) early));
    }
  }

  /// Ends a connection on which nothing comes.
  private void watch(InputStream in, AtomicLong moved) {
    try {
      while (true) {
        long left = stall.toNanos() - (System.nanoTime() - moved.get());
        if (left <= 0) {
          in.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException | IOException e) {
      // Done, or closed already.
    }
  }

  /// Keeps the ETag of what is being written, durable.
  interface EtagKeeper {
    /// Keeps it.
    void keep(String etag) throws IOException, RefusedException;
  }
}
