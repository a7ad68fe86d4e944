package vn.binhduong.gateway.update;

import java.util.List;
import java.util.Map;

/// Where an update stands, as it is kept on disk. Unknown keys are passed over, so that an older
/// version can read it after a return.
///
/// @param state where it stands
/// @param result how the last one ended, or INITIAL
/// @param reason of that result, for people; at most 500 characters
/// @param id of the present or last update, 1 to 64 characters of `A-Z a-z 0-9 -`; empty before the
///   first
/// @param source where the package comes from: an address, or `file`
/// @param version of the package, empty before it is known
/// @param payload sha-256 of its payload, empty before it is known
/// @param etag of what is being downloaded, empty when there is none
/// @param attempts downloads begun, at least 0
/// @param spentMillis time spent in the present state while a process looked, at least 0
/// @param told whether this step or result was reported
public record Journal(
    UpdateState state,
    ResultCode result,
    String reason,
    String id,
    String source,
    String version,
    String payload,
    String etag,
    int attempts,
    long spentMillis,
    boolean told) {
  /// Before the first update.
  public static final Journal EMPTY =
      new Journal(UpdateState.IDLE, ResultCode.INITIAL, "", "", "", "", "", "", 0, 0, true);

  /// What stands for the address of a package that was brought as a file.
  public static final String FROM_FILE = "file";

  static final int REASON_CHARACTERS_MAX = 500;
  private static final int FORMAT = 1;

  /// Checks the ranges.
  public Journal {
    reason = reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX));
    if (!id.matches("[A-Za-z0-9-]{0,64}") || attempts < 0 || spentMillis < 0) {
      throw new IllegalArgumentException(
          "journal: id '%s', attempts %d, spent %d ms"
              .formatted(KeyValues.shown(id), attempts, spentMillis));
    }
  }

  KeyValues write() {
    return new KeyValues(
        List.of(
            Map.entry("format", "" + FORMAT),
            Map.entry("state", state.name()),
            Map.entry("result", result.name()),
            Map.entry("reason", reason),
            Map.entry("id", id),
            Map.entry("source", source),
            Map.entry("version", version),
            Map.entry("payload", payload),
            Map.entry("etag", etag),
            Map.entry("attempts", "" + attempts),
            Map.entry("spent-ms", "" + spentMillis),
            Map.entry("told", "" + told)));
  }

  /// @throws IllegalArgumentException when it is not a journal
  static Journal read(KeyValues values) {
    return new Journal(
        UpdateState.valueOf(values.get("state", "")),
        ResultCode.valueOf(values.get("result", "")),
        values.get("reason", ""),
        values.get("id", ""),
        values.get("source", ""),
        values.get("version", ""),
        values.get("payload", ""),
        values.get("etag", ""),
        Integer.parseInt(values.get("attempts", "0")),
        Long.parseLong(values.get("spent-ms", "0")),
        values.get("told", "").equals("true"));
  }

  Journal withSpent(long millis) {
    return new Journal(
        state, result, reason, id, source, version, payload, etag, attempts, millis, told);
  }

  Journal withTold() {
    return new Journal(
        state, result, reason, id, source, version, payload, etag, attempts, spentMillis, true);
  }

  Journal withAttempt(int count, String tag) {
    return new Journal(
        state, result, reason, id, source, version, payload, tag, count, spentMillis, told);
  }

  Journal withResult(ResultCode code, String why) {
    return new Journal(
        state, code, why, id, source, version, payload, etag, attempts, spentMillis, told);
  }

  /// The same update in its next state.
  Journal in(UpdateState next) {
    return new Journal(next, ResultCode.INITIAL, "", id, source, version, payload, "", 0, 0, false);
  }

  /// The same update, ended.
  Journal ended(ResultCode code, String why) {
    return new Journal(UpdateState.IDLE, code, why, id, source, version, payload, "", 0, 0, false);
  }

  Journal of(Manifest manifest) {
    return new Journal(
        state,
        result,
        reason,
        id,
        source,
        manifest.version().toString(),
        manifest.payloadSha256(),
        etag,
        attempts,
        spentMillis,
        told);
  }
}
