package vn.binhduong.gateway.proof.sensors;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.clock.GatewayClock;

/// A serial line with Modbus RTU slaves: two pseudo terminals joined by socat. The gateway's end is
/// had by a symbolic link of a lasting name, as below `/dev/serial/by-id`. The line can be pulled
/// out, plugged in again (which gives it another number), and lose its permissions.
public final class RtuBus implements Bus {
  private static final long PLUG_SECONDS_MAX = 10;

  private final Path byId;
  private final Path near;
  private final Path far;
  private final Map<Integer, Malady> maladies = new ConcurrentHashMap<>();
  private final Map<Integer, List<Long>> requests = new ConcurrentHashMap<>();
  private final Random random;
  private Process socat;

  /// Plugs it in.
  ///
  /// @param seed of its garbage
  public RtuBus(Path directory, String name, long seed) throws IOException, InterruptedException {
    random = new Random(seed);
    byId = directory.resolve(name + ".port");
    near = directory.resolve(name + ".near");
    far = directory.resolve(name + ".far");
    plug();
  }

  @Override
  public String link(String name) {
    return "  %s: {type: modbus-rtu, settings: {port: \"%s\", baud: 115200, gap: 2ms}}\n"
        .formatted(name, byId);
  }

  @Override
  public void malady(int unit, Malady malady) {
    maladies.put(unit, malady);
  }

  @Override
  public List<Long> requests(int unit) {
    return List.copyOf(requests.getOrDefault(unit, List.of()));
  }

  /// Pulls the adapter out: both terminals are gone, and so is the lasting name.
  public void unplug() throws IOException {
    Files.deleteIfExists(byId);
    socat.destroyForcibly().onExit().join();
  }

  private void plug() throws IOException, InterruptedException {
    socat = terminals(near, far);
    serve();
    name();
  }

  /// Plugs it in again while something else has taken its number, so that the lasting name leads to
  /// another one.
  public void plugElsewhere() throws IOException, InterruptedException {
    Process other = terminals(other("near"), other("far"));
    try {
      plug();
    } finally {
      other.destroyForcibly().onExit().join();
    }
  }

  /// Plugs it in again with a port that nobody may open.
  void plugForbidden() throws IOException, InterruptedException {
    socat = terminals(near, far);
    permitted(false);
    serve();
    name();
  }

  /// Takes the permissions of the port away, or gives them back.
  void permitted(boolean permitted) throws IOException {
    Files.setPosixFilePermissions(
        near.toRealPath(), PosixFilePermissions.fromString(permitted ? "rw-------" : "---------"));
  }

  private Path other(String end) {
    return near.resolveSibling(near.getFileName() + ".other-" + end);
  }

  private void name() throws IOException {
    Files.deleteIfExists(byId);
    Files.createSymbolicLink(byId, near.toRealPath());
  }

  private void serve() throws IOException {
    File port = far.toRealPath().toFile();
    FileInputStream in = new FileInputStream(port);
    FileOutputStream answers = new FileOutputStream(port);
    Thread.ofPlatform().daemon().name("rtu-slaves").start(() -> serve(in, answers));
  }

  private static Process terminals(Path near, Path far) throws IOException, InterruptedException {
    Files.deleteIfExists(near);
    Files.deleteIfExists(far);
    Process process =
        new ProcessBuilder("socat", "pty,raw,echo=0,link=" + near, "pty,raw,echo=0,link=" + far)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PLUG_SECONDS_MAX);
    while (!Files.exists(near) || !Files.exists(far)) {
      if (System.nanoTime() > giveUp || !process.isAlive()) {
        throw new IOException("socat made no terminals");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return process;
  }

  private void serve(FileInputStream in, FileOutputStream answers) {
    byte[] window = new byte[Frames.RTU_REQUEST_BYTES];
    int filled = 0;
    try (in;
        answers) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        window[filled++] = (byte) next;
        if (filled == window.length) {
          if (Frames.request(window)) {
            answer(answers, window[0] & 0xFF);
            filled = 0;
          } else {
            System.arraycopy(window, 1, window, 0, --filled);
          }
        }
      }
    } catch (IOException e) {
      // The line was pulled out.
    }
  }

  private void answer(FileOutputStream answers, int unit) throws IOException {
    requests
        .computeIfAbsent(unit, key -> new CopyOnWriteArrayList<>())
        .add(GatewayClock.bootTime().nanos());
    byte[] frame = Frames.rtu(unit, Ticks.now());
    switch (maladies.getOrDefault(unit, Malady.NONE)) {
      case NONE -> answers.write(frame);
      case SILENT, RESET, FIN -> {}
      case DRIP -> Thread.ofVirtual().start(() -> drip(answers, frame));
      case GARBAGE -> answers.write(Frames.garbage(frame, random));
      case WRONG_UNIT -> answers.write(Frames.rtu(unit + 100, Ticks.now()));
      case HALF -> answers.write(Frames.half(frame));
    }
  }

  private static void drip(FileOutputStream answers, byte[] frame) {
    try {
      for (byte one : frame) {
        answers.write(one);
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (IOException e) {
      // The line was pulled out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    unplug();
  }
}
