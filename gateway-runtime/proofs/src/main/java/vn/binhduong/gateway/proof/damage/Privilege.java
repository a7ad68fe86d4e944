package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What only some users may do. The proof runs as root and as anyone.
final class Privilege {
  private static final int NOBODY = 65_534;

  private Privilege() {}

  static boolean root() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /// Whether a process can be given a boot id of its own.
  static boolean mountNamespace() throws IOException, InterruptedException {
    if (!root() || !Files.isExecutable(Path.of("/usr/bin/unshare"))) {
      return false;
    }
    Process trial = new ProcessBuilder("unshare", "-m", "true").start();
    return trial.waitFor(5, TimeUnit.SECONDS) && trial.exitValue() == 0;
  }

  /// The command in a mount namespace in which the kernel's boot id is that of a file.
  static List<String> inBoot(Path bootId, List<String> command) {
    List<String> whole =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && exec \"$@\"",
                bootId.toString()));
    whole.addAll(command);
    return whole;
  }

  /// The command as a user whom file modes bind.
  static List<String> unprivileged(List<String> command) throws IOException {
    if (!root()) {
      return command;
    }
    List<String> whole =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--no-new-privs"));
    whole.addAll(command);
    return whole;
  }

  /// Gives a tree to the user of [#unprivileged].
  static void give(Path tree) throws IOException {
    if (!root()) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /// Lets others into the directories above.
  static void open(Path directory) throws IOException {
    Set<PosixFilePermission> modes = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
    modes.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(directory, modes);
  }

  /// Takes the permission to write away, or gives it back. As root the file becomes root's, as a
  /// command run by hand leaves it.
  static void readOnly(Path file, boolean readOnly) throws IOException {
    if (Files.isSymbolicLink(file) || !Files.exists(file)) {
      return;
    }
    if (root()) {
      Files.setAttribute(file, "unix:uid", readOnly ? 0 : NOBODY);
    }
    Set<PosixFilePermission> modes = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    if (readOnly) {
      modes.remove(PosixFilePermission.OWNER_WRITE);
      modes.remove(PosixFilePermission.GROUP_WRITE);
      modes.remove(PosixFilePermission.OTHERS_WRITE);
    } else {
      modes.add(PosixFilePermission.OWNER_WRITE);
    }
    Files.setPosixFilePermissions(file, modes);
  }
}
