package vn.binhduong.gateway.update;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a package says of itself, signed. Pure; everything in it is checked before anything else of
/// the package is used.
///
/// @param product name of the product, `edge-gateway`
/// @param version of the program in it
/// @param hardware patterns `os/arch/board` it is made for, 1 to 16
/// @param fromMin least version that may be updated by it
/// @param floor once confirmed, nothing below this is accepted any more; at most `version`
/// @param created when it was made, for people; decides nothing, since a gateway may not know the
///   time
/// @param key id of the key that signed it
/// @param payloadBytes size of the payload, [1, [#PAYLOAD_BYTES_MAX]]
/// @param payloadSha256 of the payload, 64 characters of `0-9 a-f`
/// @param treeBytes size of all files once unpacked, [1, [#TREE_BYTES_MAX]]
/// @param filesSha256 of the list of files, 64 characters of `0-9 a-f`
public record Manifest(
    String product,
    Version version,
    List<String> hardware,
    Version fromMin,
    Version floor,
    Instant created,
    String key,
    long payloadBytes,
    String payloadSha256,
    long treeBytes,
    String filesSha256) {
  /// Largest payload, bytes.
  public static final long PAYLOAD_BYTES_MAX = 256L << 20;

  /// Largest tree, bytes.
  public static final long TREE_BYTES_MAX = 512L << 20;

  /// The only format there is.
  static final String FORMAT = "edge-gateway-update-1";

  static final int HARDWARE_MAX = 16;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,31}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> KEYS =
      Set.of(
          "format",
          "product",
          "version",
          "hardware",
          "from-min",
          "floor",
          "created",
          "key",
          "payload-size",
          "payload-sha256",
          "tree-size",
          "files-sha256");

  /// Checks every range.
  public Manifest {
    hardware = List.copyOf(hardware);
    require("product", NAME.matcher(product).matches(), "1 to 32 of A-Z a-z 0-9 . -", product);
    require("key", NAME.matcher(key).matches(), "1 to 32 of A-Z a-z 0-9 . -", key);
    require(
        "hardware",
        !hardware.isEmpty()
            && hardware.size() <= HARDWARE_MAX
            && hardware.stream().allMatch(Hardware::isPattern),
        "1 to 16 patterns os/arch/board",
        hardware.toString());
    require("floor", floor.compareTo(version) <= 0, "at most " + version, floor.toString());
    require(
        "payload-size",
        payloadBytes >= 1 && payloadBytes <= PAYLOAD_BYTES_MAX,
        "1 to " + PAYLOAD_BYTES_MAX,
        "" + payloadBytes);
    require(
        "tree-size",
        treeBytes >= 1 && treeBytes <= TREE_BYTES_MAX,
        "1 to " + TREE_BYTES_MAX,
        "" + treeBytes);
    require(
        "payload-sha256", SHA256.matcher(payloadSha256).matches(), "64 of 0-9 a-f", payloadSha256);
    require("files-sha256", SHA256.matcher(filesSha256).matches(), "64 of 0-9 a-f", filesSha256);
  }

  private static void require(String field, boolean fine, String expected, String found) {
    if (!fine) {
      throw new IllegalArgumentException(
          "%s: expected %s, found '%s'".formatted(field, expected, KeyValues.shown(found)));
    }
  }

  /// Reads a manifest. Unknown or repeated keys are mistakes: what is signed must be understood.
  ///
  /// @throws IllegalArgumentException naming the field, what was found and what was expected
  static Manifest parse(byte[] bytes) {
    KeyValues values = KeyValues.parse(bytes);
    List<String> seen = new ArrayList<>();
    List<String> hardware = new ArrayList<>();
    for (Map.Entry<String, String> line : values.lines()) {
      String key = line.getKey();
      require("manifest", KEYS.contains(key), "a known key", key);
      if (key.equals("hardware")) {
        hardware.add(line.getValue());
      } else {
        require("manifest", !seen.contains(key), "each key once", key);
        seen.add(key);
      }
    }
    require("format", values.get("format", "").equals(FORMAT), FORMAT, values.get("format", ""));
    return new Manifest(
        text(values, "product"),
        Version.parse(text(values, "version")),
        hardware,
        Version.parse(text(values, "from-min")),
        Version.parse(text(values, "floor")),
        instant(text(values, "created")),
        text(values, "key"),
        number(values, "payload-size"),
        text(values, "payload-sha256"),
        number(values, "tree-size"),
        text(values, "files-sha256"));
  }

  private static String text(KeyValues values, String key) {
    return values
        .find(key)
        .orElseThrow(() -> new IllegalArgumentException(key + ": expected a value, found none"));
  }

  private static long number(KeyValues values, String key) {
    String text = text(values, key);
    require(key, text.matches("[1-9][0-9]{0,15}"), "a whole number from 1", text);
    return Long.parseLong(text);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "created: expected a time such as 2026-11-26T08:00:00Z, found '%s'"
              .formatted(KeyValues.shown(text)),
          e);
    }
  }

  /// Whether this gateway may take it; asked after the signature was found right.
  ///
  /// @param unit the gateway as it is
  /// @throws RefusedException naming the field, what was found and what was expected
  void requireFor(Unit unit) throws RefusedException {
    refuseUnless(
        product.equals(unit.product()), "product: expected %s, found %s", unit.product(), product);
    refuseUnless(
        hardware.stream().anyMatch(unit.hardware()::matches),
        "hardware: this is %s, the package is for %s",
        unit.hardware(),
        String.join(" ", hardware));
    refuseUnless(
        version.compareTo(unit.running()) > 0,
        "version: expected a higher one than %s, found %s",
        unit.running(),
        version);
    refuseUnless(
        version.compareTo(unit.floor()) >= 0,
        "version: expected at least %s, below which this gateway does not go back, found %s",
        unit.floor(),
        version);
    refuseUnless(
        fromMin.compareTo(unit.running()) <= 0,
        "from-min: version %s runs here, the package updates %s and later",
        unit.running(),
        fromMin);
    refuseUnless(
        !unit.failed().contains(payloadSha256),
        "version: %s with payload %s failed on this gateway before and is not tried again",
        version,
        payloadSha256.substring(0, 12));
  }

  private static void refuseUnless(boolean fine, String message, Object... arguments)
      throws RefusedException {
    if (!fine) {
      throw new RefusedException(ResultCode.UNSUPPORTED_PACKAGE, message.formatted(arguments));
    }
  }

  /// What a package is measured against.
  ///
  /// @param product name of the product
  /// @param hardware what it runs on
  /// @param running version in use
  /// @param floor least version that is still accepted
  /// @param failed payloads (sha-256) that failed here
  public record Unit(
      String product, Hardware hardware, Version running, Version floor, Set<String> failed) {
    /// Keeps a copy.
    public Unit {
      failed = Set.copyOf(failed);
    }
  }
}
