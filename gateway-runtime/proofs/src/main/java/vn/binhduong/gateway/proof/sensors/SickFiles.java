package vn.binhduong.gateway.proof.sensors;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The files through which a sick driver in another process is told what is wrong with it, and by
/// which it says when a call into it began.
///
/// @param directory where they stand
/// @param device whose they are
record SickFiles(Path directory, String device) {

  /// What is wrong with it now.
  Sickness sickness() {
    try {
      return Sickness.valueOf(Files.readString(directory.resolve(device + ".sickness")).strip());
    } catch (IOException e) {
      return Sickness.WELL;
    }
  }

  /// Makes it sick, or well.
  void sickness(Sickness next) throws IOException {
    Path fresh = directory.resolve(device + ".sickness.new");
    Files.writeString(fresh, next.name());
    Files.move(fresh, directory.resolve(device + ".sickness"), StandardCopyOption.REPLACE_EXISTING);
  }

  /// Makes the FIFO of [Sickness#NATIVE_READ].
  void makeFifo() throws IOException, InterruptedException {
    if (new ProcessBuilder("mkfifo", fifo().toString()).inheritIO().start().waitFor() != 0) {
      throw new IOException("mkfifo failed: " + fifo());
    }
  }

  /// Blocks in read(2) until [#release].
  void read() throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(fifo().toFile(), "rw")) {
      open.read();
    }
  }

  /// Ends the read of one driver.
  void release() throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(fifo().toFile(), "rw")) {
      open.write(1);
      // The reader holds the FIFO open as well, so the byte outlives this descriptor.
    }
  }

  private Path fifo() {
    return directory.resolve(device + ".fifo");
  }

  /// Notes that a call is about to go wrong.
  void began() throws IOException {
    Files.write(
        directory.resolve(device + ".calls"),
        "x".getBytes(StandardCharsets.US_ASCII),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /// How many calls have gone wrong.
  long calls() throws IOException {
    Path file = directory.resolve(device + ".calls");
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /// Their names, for a directory of several devices.
  static List<SickFiles> of(Path directory, List<String> devices) {
    return devices.stream().map(device -> new SickFiles(directory, device)).toList();
  }
}
