package vn.binhduong.gateway.update;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the program: `MAJOR.MINOR.PATCH`, or with a name behind it one that comes before
/// it, such as `1.4.0-rc2`. The supervisor orders them alike with `sort -V`.
///
/// @param major first number, [0, 99999]
/// @param minor second number, [0, 99999]
/// @param patch third number, [0, 99999]
/// @param stage letters of what comes before the release, at most 16; empty for the release itself
/// @param build number behind the letters, [0, 9999]; 0 where there is none
public record Version(int major, int minor, int patch, String stage, int build)
    implements Comparable<Version> {
  private static final Pattern FORM =
      Pattern.compile(
          "(0|[1-9][0-9]{0,4})\\.(0|[1-9][0-9]{0,4})\\.(0|[1-9][0-9]{0,4})(?:-([A-Za-z]{1,16})([1-9][0-9]{0,3})?)?");

  private static final int NUMBER_MAX = 99_999;
  private static final int BUILD_MAX = 9_999;

  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::patch)
          .thenComparing(Version::isRelease)
          .thenComparing(Version::stage)
          .thenComparingInt(Version::build);

  /// Checks the ranges.
  public Version {
    require("major", major, NUMBER_MAX);
    require("minor", minor, NUMBER_MAX);
    require("patch", patch, NUMBER_MAX);
    require("build", build, stage.isEmpty() ? 0 : BUILD_MAX);
    if (!stage.matches("[A-Za-z]{0,16}")) {
      throw new IllegalArgumentException("stage: expected at most 16 letters, found " + stage);
    }
  }

  private static void require(String name, int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "%s: expected 0 to %d, found %d".formatted(name, max, value));
    }
  }

  /// Reads a version.
  ///
  /// @throws IllegalArgumentException when it has not this form
  public static Version parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "version: expected a form such as 1.4.0 or 1.4.0-rc2, found '%s'"
              .formatted(KeyValues.shown(text)));
    }
    return new Version(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        matcher.group(4) == null ? "" : matcher.group(4),
        matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5)));
  }

  private boolean isRelease() {
    return stage.isEmpty();
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%d.%d.%d%s%s%s"
        .formatted(
            major, minor, patch, stage.isEmpty() ? "" : "-", stage, build == 0 ? "" : "" + build);
  }
}
