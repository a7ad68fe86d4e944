package vn.binhduong.gateway.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The layer sees what the JDK does with files, and can make it fail.
@Tag("interop")
class FaultLayerIT {
  @TempDir Path work;

  /// A program whose calls are known.
  static final class Victim {
    private Victim() {}

    public static void main(String... args) throws Exception {
      Path directory = Path.of(args[0]);
      Files.createDirectory(directory.resolve("sub"));
      Path file = directory.resolve("sub/a");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
        channel.write(ByteBuffer.wrap("HELLO".getBytes(StandardCharsets.UTF_8)), 100);
        channel.write(
            new ByteBuffer[] {
              ByteBuffer.wrap("xy".getBytes(StandardCharsets.UTF_8)),
              ByteBuffer.wrap("z".getBytes(StandardCharsets.UTF_8))
            });
        channel.truncate(50);
        channel.force(true);
        channel.force(false);
      } catch (IOException e) {
        System.out.println("caught " + e.getMessage());
      }
      try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
        folder.force(true);
      }
      Files.copy(file, directory.resolve("b"));
      Files.move(directory.resolve("b"), directory.resolve("c"), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(directory.resolve("c"));
      Files.write(Path.of(args[1]), new byte[10]);
      System.out.println("done");
    }
  }

  /// A call that is not seen would be a fault that is never injected and a write that no power cut
  /// can lose.
  @Test
  void everyCallIsSeen() throws Exception {
    Path data = Files.createDirectory(work.resolve("data"));
    Faults faults = FaultLayer.compile(work).below(data, work, "it", true);
    assertThat(run(faults, data)).isEqualTo("done\n");
    assertThat(faults.seen(Call.MKDIR)).isEqualTo(1);
    assertThat(faults.seen(Call.CREATE)).isEqualTo(2);
    assertThat(faults.seen(Call.WRITE)).isEqualTo(4);
    assertThat(faults.seen(Call.TRUNCATE)).isEqualTo(1);
    assertThat(faults.seen(Call.SYNC)).isEqualTo(3);
    assertThat(faults.seen(Call.RENAME)).isEqualTo(1);
    assertThat(faults.seen(Call.UNLINK)).isEqualTo(1);
    assertThat(faults.bytes()).isEqualTo(5 + 5 + 3 + 50);
  }

  /// The order "the second write fails, once" hits the second write and nothing else.
  @Test
  void oneCallFails() throws Exception {
    Path data = Files.createDirectory(work.resolve("data"));
    Faults faults = FaultLayer.compile(work).below(data, work, "it", false);
    faults.arm(Fault.once(Call.WRITE, 2, Fault.Error.ENOSPC));
    assertThat(run(faults, data)).isEqualTo("caught No space left on device\ndone\n");
    assertThat(faults.struck()).isEqualTo(1);
    assertThat(Files.readString(data.resolve("sub/a"))).isEqualTo("hello");
  }

  /// A fault that stays fails every call of its kinds, and only on the files it names.
  @Test
  void aFaultThatStaysIsBoundToItsFiles() throws Exception {
    Path data = Files.createDirectory(work.resolve("data"));
    Faults faults = FaultLayer.compile(work).below(data, work, "it", false);
    faults.arm(
        new Fault(
            Set.of(Call.SYNC), 0, Fault.FOR_EVER, Fault.Error.EIO, false, "sub/", Duration.ZERO));
    assertThat(run(faults, data)).isEqualTo("caught Input/output error\ndone\n");
    assertThat(faults.struck()).isEqualTo(1);
  }

  private String run(Faults faults, Path data) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Victim.class.getName());
    command.add(data.toString());
    command.add(work.resolve("outside").toString());
    Process process = new ProcessBuilder(faults.command(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
