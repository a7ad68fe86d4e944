package vn.binhduong.gateway.store;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a failure of the store means for the person who must mend it. Pure.
enum StoreTrouble {
  /// No space, or no quota, is left.
  FULL(
      "the disk is full: new samples wait in memory up to store.queue-kib, then they are refused"
          + " and counted; free space on this file system, or lower store.budget-mib"),
  /// Mounted read-only, by an administrator or by the kernel after an I/O error.
  READ_ONLY(
      "the file system is read-only, often after an I/O error of a worn flash disk: see the kernel"
          + " log, then mount it read-write or replace the disk"),
  /// The user the gateway runs as may not use the directory or a file in it.
  NO_PERMISSION(
      "the user %s may not write there: give it the directory and everything in it (chown -R %<s %s)"),
  /// The Java heap or the native memory is used up.
  NO_MEMORY("memory is short: nothing that waits is lost; raise the memory limit of the gateway"),
  /// Anything else: the cause is all there is to say.
  OTHER("");

  private final String advice;

  StoreTrouble(String advice) {
    this.advice = advice;
  }

  /// The kind of trouble a failure shows, by itself or by one of its causes.
  static StoreTrouble of(@Nullable Throwable failure) {
    StoreTrouble kind = OTHER;
    for (Throwable cause = failure; cause != null && kind == OTHER; cause = cause.getCause()) {
      kind = ofOne(cause);
    }
    return kind;
  }

  private static StoreTrouble ofOne(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return NO_MEMORY;
    }
    if (failure instanceof AccessDeniedException) {
      return NO_PERMISSION;
    }
    if (failure instanceof ReadOnlyFileSystemException) {
      return READ_ONLY;
    }
    if (failure instanceof SQLiteException sqlite) {
      SQLiteErrorCode code = sqlite.getResultCode();
      if (code == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) {
        return OTHER;
      }
      switch (code.code & 0xFF) { // the primary code; extended ones carry more above it
        case 13: // SQLITE_FULL
          return FULL;
        case 8: // SQLITE_READONLY
          return READ_ONLY;
        case 3: // SQLITE_PERM
          return NO_PERMISSION;
        case 7: // SQLITE_NOMEM
          return NO_MEMORY;
        default:
      }
    }
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return FULL;
    }
    if (message.contains("read-only file system")) {
      return READ_ONLY;
    }
    if (message.contains("permission denied")) {
      return NO_PERMISSION;
    }
    return OTHER;
  }

  /// Whether the files are well and only cannot be written now: opening them anew would not help,
  /// and while they stay open they can be read and delivered.
  boolean onlyWriting() {
    return this == FULL || this == READ_ONLY || this == NO_MEMORY;
  }

  /// Whether SQLite could not do its work for a reason outside of the file, which then must not be
  /// taken for damaged.
  static boolean isEnvironment(Exception failure) {
    return of(failure) != OTHER
        || (failure instanceof SQLException sql && isBusy(sql))
        || (failure instanceof SQLiteException sqlite
            && switch (sqlite.getResultCode()) {
              case SQLITE_IOERR_WRITE,
                  SQLITE_IOERR_FSYNC,
                  SQLITE_IOERR_DIR_FSYNC,
                  SQLITE_IOERR_TRUNCATE,
                  SQLITE_IOERR_DELETE,
                  SQLITE_IOERR_NOMEM,
                  SQLITE_IOERR_LOCK,
                  SQLITE_IOERR_SHMOPEN,
                  SQLITE_IOERR_SHMSIZE ->
                  true;
              default -> false;
            });
  }

  private static boolean isBusy(SQLException failure) {
    return (failure.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  /// One sentence: which directory, what failed, what to do.
  static String sentence(Path directory, Throwable failure) {
    StoreTrouble kind = of(failure);
    String what = failure.getMessage();
    String detail =
        what == null || failure instanceof Error || failure instanceof java.io.IOException
            ? failure.getClass().getSimpleName() + (what == null ? "" : ": " + what)
            : what;
    String advice =
        kind == NO_PERMISSION
            ? kind.advice.formatted(System.getProperty("user.name"), directory)
            : kind.advice;
    return advice.isEmpty()
        ? "data directory %s: %s".formatted(directory, detail)
        : "data directory %s: %s (%s)".formatted(directory, advice, detail);
  }
}
