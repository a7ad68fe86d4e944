package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The lock between gateway and command line; the kernel gives it up when its holder ends, however
/// it ends.
///
/// @param channel of the lock file, closed to give the lock up
/// @param held the lock
record UpdateLock(FileChannel channel, FileLock held) implements AutoCloseable {
  /// Takes the lock if nobody has it.
  ///
  /// @return null when somebody has
  static @Nullable UpdateLock attempt(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      Notes.giveToGateway(file);
      FileLock held = channel.tryLock();
      if (held != null) {
        return new UpdateLock(channel, held);
      }
    } catch (OverlappingFileLockException e) {
      // Another part of this process is at work.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
