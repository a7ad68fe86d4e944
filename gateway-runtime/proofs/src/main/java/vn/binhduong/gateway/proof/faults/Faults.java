package vn.binhduong.gateway.proof.faults;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Orders for, and counts from, the processes that run with the layer over one directory.
///
/// Both live in a mapped file, so they are there before the first process, change while it runs,
/// and outlive its SIGKILL. One fault at a time. Thread-safe.
public final class Faults {
  private static final int CONTROL_BYTES = 4096;
  private static final long MAGIC = 0x31544c5541464447L;
  private static final int MASK = 1;
  private static final int AFTER = 2;
  private static final int CALLS = 3;
  private static final int ERRNO = 4;
  private static final int SHORT = 5;
  private static final int UNTIL = 6;
  private static final int MATCHED = 7;
  private static final int STRUCK = 8;
  private static final int BYTES = 9;
  private static final int STRUCK_AT = 10;
  private static final int SEEN = 16;
  private static final int NAME = 24;
  private static final VarHandle SLOT = ValueLayout.JAVA_LONG.varHandle();

  private final Path library;
  private final Path directory;
  private final Path control;
  private final @Nullable Path journal;
  private final MemorySegment slots;

  Faults(Path library, Path directory, Path control, @Nullable Path journal) throws IOException {
    this.library = library;
    this.directory = directory;
    this.control = control;
    this.journal = journal;
    try (FileChannel file =
        FileChannel.open(
            control,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      slots = file.map(FileChannel.MapMode.READ_WRITE, 0, CONTROL_BYTES, Arena.ofAuto());
    }
    set(0, MAGIC);
  }

  /// What a process needs in its environment.
  public Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("LD_PRELOAD", library.toString());
    variables.put("FAULTS_DIRECTORY", directory.toString());
    variables.put("FAULTS_CONTROL", control.toString());
    Path written = journal;
    if (written != null) {
      variables.put("FAULTS_JOURNAL", written.toString());
    }
    return variables;
  }

  /// The same, and the process takes what stands in this file for the kernel's boot id.
  public List<String> command(List<String> words, Path bootId) {
    List<String> command = new ArrayList<>(command(words));
    command.add(1, "FAULTS_BOOT_ID=" + bootId.toAbsolutePath());
    return command;
  }

  /// A command line with that environment, for callers that cannot give one.
  public List<String> command(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add("/usr/bin/env");
    environment().forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(words);
    return command;
  }

  /// The journal, see [Journal].
  ///
  /// @throws IllegalStateException when none is written
  public Path journal() {
    Path written = journal;
    if (written == null) {
      throw new IllegalStateException("no journal is written of " + directory);
    }
    return written;
  }

  /// From now on this fault, and no other; [#matched()] and [#struck()] begin at zero.
  public synchronized void arm(Fault fault) {
    heal();
    set(AFTER, fault.pass());
    set(CALLS, fault.strikes());
    set(ERRNO, fault.error().number);
    set(SHORT, fault.shortFirst() ? 1 : 0);
    set(UNTIL, fault.span().isZero() ? 0 : System.nanoTime() + fault.span().toNanos());
    byte[] name = fault.name().getBytes(StandardCharsets.UTF_8);
    slots.asSlice(8L * NAME, Fault.NAME_BYTES_MAX + 1).fill((byte) 0);
    MemorySegment.copy(name, 0, slots, ValueLayout.JAVA_BYTE, 8L * NAME, name.length);
    set(MATCHED, 0);
    set(STRUCK, 0);
    set(STRUCK_AT, 0);
    set(MASK, fault.calls().stream().mapToLong(call -> 1L << call.number).sum());
  }

  /// From now on every call passes.
  public synchronized void heal() {
    set(MASK, 0);
  }

  /// How many calls of this kind came, since this was made.
  public long seen(Call call) {
    return get(SEEN + call.number);
  }

  /// How many bytes were written.
  public long bytes() {
    return get(BYTES);
  }

  /// How many calls the fault armed last counted, passed or failed.
  public long matched() {
    return get(MATCHED);
  }

  /// How many calls it failed.
  public long struck() {
    return get(STRUCK);
  }

  /// When it struck last, by [System#nanoTime()]; 0 for never.
  public long struckAtNanos() {
    return get(STRUCK_AT);
  }

  private long get(int slot) {
    return (long) SLOT.getVolatile(slots, 8L * slot);
  }

  private void set(int slot, long value) {
    SLOT.setVolatile(slots, 8L * slot, value);
  }
}
