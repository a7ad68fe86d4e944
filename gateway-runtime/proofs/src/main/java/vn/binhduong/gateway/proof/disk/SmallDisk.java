package vn.binhduong.gateway.proof.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file system of a few MiB, for child processes: an ext4 in an image file, which each of them
/// mounts in a mount namespace of its own, so that it goes with the process and nobody else ever
/// sees it. Where loop devices cannot be had, a size-limited tmpfs in the machine's own namespace,
/// unmounted by [#close] and at the end of the program.
final class SmallDisk implements AutoCloseable {
  private static final String SCRIPT =
      "mount -o loop,noatime \"$1\" \"$2\" && shift 2 && exec \"$@\"";

  private final Path image;
  private final Path point;
  private final boolean loop;
  private final Thread atExit = new Thread(this::unmount);

  /// Makes it, empty.
  SmallDisk(Path work, int mib) throws IOException, InterruptedException {
    image = work.resolve("disk.img").toAbsolutePath();
    point = Files.createDirectories(work.resolve("disk")).toAbsolutePath();
    try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) mib << 20);
    }
    loop =
        tryRun(List.of("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()))
            && tryRun(command(List.of("true"), true));
    if (!loop) {
      Runtime.getRuntime().addShutdownHook(atExit);
      run(List.of("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", point.toString()));
    }
  }

  /// What it is, for people.
  String kind() {
    return loop ? "ext4 on a loop device, in a mount namespace of its own" : "size-limited tmpfs";
  }

  /// Where its files are, for a process with this command.
  Path directory() {
    return point;
  }

  /// A command line that sees it.
  List<String> command(List<String> words) {
    return loop ? command(words, true) : words;
  }

  private List<String> command(List<String> words, boolean own) {
    List<String> command = new ArrayList<>();
    if (own) {
      command.addAll(
          List.of("unshare", "-m", "sh", "-c", SCRIPT, "sh", image.toString(), point.toString()));
    }
    command.addAll(words);
    return command;
  }

  /// Bytes used on it, and its size.
  long[] used() throws IOException, InterruptedException {
    String said = run(command(List.of("df", "-B1", "--output=used,size", point.toString())));
    String[] words = said.strip().lines().toList().getLast().strip().split("\\s+", -1);
    return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
  }

  private static boolean tryRun(List<String> command) throws InterruptedException {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return false;
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }

  private void unmount() {
    try {
      run(List.of("umount", "--lazy", point.toString()));
    } catch (IOException e) {
      System.err.println(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!loop) {
      unmount();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }
}
