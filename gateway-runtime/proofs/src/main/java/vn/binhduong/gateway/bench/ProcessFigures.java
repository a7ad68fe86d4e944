package vn.binhduong.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel says of one process, from `/proc/PID`.
///
/// @param cpuSeconds user and system time so far
/// @param rssMib resident memory now, mebibytes
/// @param writtenBytes bytes caused to be written to the storage layer so far
/// @param threads threads now
record ProcessFigures(double cpuSeconds, double rssMib, long writtenBytes, int threads) {
  /// Clock ticks per second of `/proc/PID/stat`; 100 on every Linux this runs on.
  private static final double TICKS_PER_SECOND = 100;

  static ProcessFigures ofSelf() throws IOException {
    return of(ProcessHandle.current().pid());
  }

  static ProcessFigures of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    String status = Files.readString(proc.resolve("status"));
    return new ProcessFigures(
        cpu,
        number(status, "VmRSS:\\s+(\\d+)") / 1024.0,
        number(Files.readString(proc.resolve("io")), "\nwrite_bytes: (\\d+)"),
        (int) number(status, "Threads:\\s+(\\d+)"));
  }

  /// What was used since `earlier`; memory and threads stay as they are now.
  ProcessFigures since(ProcessFigures earlier) {
    return new ProcessFigures(
        cpuSeconds - earlier.cpuSeconds, rssMib, writtenBytes - earlier.writtenBytes, threads);
  }

  String line() {
    return "%s %s %d %d".formatted(cpuSeconds, rssMib, writtenBytes, threads);
  }

  static ProcessFigures parse(String line) {
    String[] fields = line.strip().split(" ", -1);
    return new ProcessFigures(
        Double.parseDouble(fields[0]),
        Double.parseDouble(fields[1]),
        Long.parseLong(fields[2]),
        Integer.parseInt(fields[3]));
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no '%s' in: %s".formatted(pattern, text));
    }
    return Long.parseLong(matcher.group(1));
  }
}
