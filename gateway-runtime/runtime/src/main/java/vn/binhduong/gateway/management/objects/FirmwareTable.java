package vn.binhduong.gateway.management.objects;

import static vn.binhduong.gateway.management.objects.Resource.absent;
import static vn.binhduong.gateway.management.objects.Resource.attempt;
import static vn.binhduong.gateway.management.objects.Resource.bytes;
import static vn.binhduong.gateway.management.objects.Resource.integer;
import static vn.binhduong.gateway.management.objects.Resource.integers;
import static vn.binhduong.gateway.management.objects.Resource.text;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.ManagedValues.Firmware;

/// Object 5, Firmware Update (OMA LwM2M 1.1 §E.6, version 1.1): here the program, in its slots.
/// Packages are pulled: a body that arrives over CoAP is held in memory as a whole, which an image
/// is too large for.
final class FirmwareTable {
  /// Longest address, characters (range of the resource).
  private static final int URI_CHARACTERS_MAX = 255;

  /// Protocols of resource 8: CoAPS, HTTPS.
  private static final List<Long> PROTOCOLS = List.of(1L, 3L);

  private static final long PULL_ONLY = 0;

  private static final String ALONE = "nobody sits at the gateway to defer an update";

  static final ObjectTable<Firmware> FIRMWARE =
      ObjectTable.of(
          5,
          "Updates of the program, where it is installed in slots; see updates.md.",
          Resource.<Firmware>bytes(0, "only a NUL is taken, which calls an update off", f -> null)
              .writable(FirmwareTable::push),
          text(
                  1,
                  "what was written, also with gatewayctl; empty calls an update off",
                  Firmware::uri)
              .writable(FirmwareTable::fetch),
          attempt(2, "asks the supervisor to switch", f -> f.update().orElse(null)),
          integer(3, "the journal of updates", f -> (Long) (long) f.state()),
          integer(5, "the journal of updates", f -> (Long) (long) f.result()),
          text(6, "the product, once the package is known", FirmwareTable::name),
          text(7, "the manifest of the package", Firmware::version),
          integers(8, "1, coaps, and 3, https", f -> Resource.numbered(PROTOCOLS)),
          integer(9, "0, pull only", f -> (Long) PULL_ONLY),
          attempt(10, "calls the update off", f -> f.cancel().orElse(null)),
          absent(11, ALONE),
          absent(12, "not kept"),
          absent(13, ALONE));

  private FirmwareTable() {}

  private static String name(Firmware firmware) {
    return firmware.version().isEmpty() ? "" : "edge-gateway";
  }

  private static @Nullable String fetch(Firmware firmware, Object value) {
    String uri = (String) value;
    if (uri.isEmpty()) {
      return firmware.reset().orElse(null);
    }
    return uri.length() > URI_CHARACTERS_MAX
        ? "expected at most %d characters, found %d".formatted(URI_CHARACTERS_MAX, uri.length())
        : firmware.fetch(uri).orElse(null);
  }

  private static @Nullable String push(Firmware firmware, Object value) {
    byte[] bytes = (byte[]) value;
    return bytes.length == 0 || (bytes.length == 1 && bytes[0] == 0)
        ? firmware.reset().orElse(null)
        : "expected a package address in resource 1 (delivery method 0, pull only), found %d bytes"
            .formatted(bytes.length);
  }
}
