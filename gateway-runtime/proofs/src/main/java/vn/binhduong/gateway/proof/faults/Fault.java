package vn.binhduong.gateway.proof.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Which calls fail, how and for how long.
///
/// @param calls kinds that count and fail
/// @param pass so many of them pass first, from 0: the Nth call is `pass = N - 1`
/// @param strikes so many fail then, at least 1; [#FOR_EVER]
/// @param error what they answer
/// @param shortFirst the first of them, if it is a write, writes its first half and says so
/// @param name only files whose name below the directory contains this; empty for all; at most 63
///   bytes
/// @param span the fault heals by itself so long after it was armed; zero for never
public record Fault(
    Set<Call> calls,
    long pass,
    long strikes,
    Error error,
    boolean shortFirst,
    String name,
    Duration span) {
  /// As often as it is tried.
  public static final long FOR_EVER = Long.MAX_VALUE;

  static final int NAME_BYTES_MAX = 63;

  /// What a call answers, with its number on Linux.
  @SuppressWarnings("AvoidCommonTypeNames") // read as Fault.Error
  public enum Error {
    /// Input/output error.
    EIO(5),
    /// No space left on device.
    ENOSPC(28),
    /// Read-only file system.
    EROFS(30),
    /// Disk quota exceeded.
    EDQUOT(122),
    /// No answer: the process dies by SIGKILL before the call; with `shortFirst` just after a
    /// write.
    KILL(-1);

    final int number;

    Error(int number) {
      this.number = number;
    }
  }

  public Fault {
    calls = Set.copyOf(calls);
    if (calls.isEmpty()) {
      throw new IllegalArgumentException("calls: expected at least one kind, found none");
    }
    if (pass < 0 || strikes < 1 || span.isNegative()) {
      throw new IllegalArgumentException(
          "expected pass >= 0, strikes >= 1, span >= 0, found %d, %d, %s"
              .formatted(pass, strikes, span));
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      throw new IllegalArgumentException("name: expected at most 63 bytes, found " + name);
    }
  }

  /// At the `number`th call of any kind from now on the process dies.
  public static Fault kill(long number, boolean shortFirst) {
    return new Fault(
        EnumSet.allOf(Call.class), number - 1, 1, Error.KILL, shortFirst, "", Duration.ZERO);
  }

  /// The `number`th call of this kind from now on fails, once.
  public static Fault once(Call call, long number, Error error) {
    return new Fault(Set.of(call), number - 1, 1, error, false, "", Duration.ZERO);
  }

  /// From the `number`th call on, all fail until healed.
  public static Fault from(Set<Call> calls, long number, Error error) {
    return new Fault(calls, number - 1, FOR_EVER, error, false, "", Duration.ZERO);
  }
}
