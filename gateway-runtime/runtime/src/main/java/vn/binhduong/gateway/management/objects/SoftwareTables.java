package vn.binhduong.gateway.management.objects;

import static vn.binhduong.gateway.management.objects.Resource.absent;
import static vn.binhduong.gateway.management.objects.Resource.attempt;
import static vn.binhduong.gateway.management.objects.Resource.flag;
import static vn.binhduong.gateway.management.objects.Resource.integer;
import static vn.binhduong.gateway.management.objects.Resource.text;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.util.datatype.ULong;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.ManagedValues.Broker;
import vn.binhduong.gateway.management.objects.ManagedValues.Pack;

/// What the program is made of, and where it sends.
final class SoftwareTables {
  private static final long INSTALLED = 4;
  private static final long SUCCESSFULLY = 2;

  /// Security modes (OMA object 0, resource 2).
  private static final long CERTIFICATE = 2;

  private static final long NONE = 3;
  private static final String IN_FILES = "kept in files on the gateway, named by the configuration";

  private SoftwareTables() {}

  static final ObjectTable<Pack> PACK =
      ObjectTable.of(
          9,
          "One for each pack of drivers. A pack comes and goes with the program: object 5.",
          text(0, "the jar", Pack::name),
          text(1, "the jar, where it tells", Pack::version),
          absent(2, "packs come with the program"),
          absent(3, "packs come with the program"),
          with(4, "nothing"),
          absent(5, "none"),
          with(6, "nothing"),
          integer(7, "4, installed", pack -> (Long) INSTALLED),
          absent(8, "none"),
          integer(9, "2, successfully", pack -> (Long) SUCCESSFULLY),
          with(10, "nothing"),
          with(11, "nothing"),
          flag(12, "whether a configured link or device is of it", Pack::used),
          absent(13, "see 19, the configuration"),
          absent(14, "packs come with the program"),
          absent(15, "packs come with the program"));

  /// Mandatory in the object, and not possible here.
  private static Resource.Executable<Pack> with(int id, String effect) {
    return attempt(
        id,
        effect + ": answers 4.05, packs come with the program",
        pack -> "%s comes with the program; update that".formatted(pack.name()));
  }

  /// The broker and who takes another.
  ///
  /// @param broker the one in use
  /// @param desire takes another and says what is wrong with it
  record Connection(Broker broker, Function<String, Optional<String>> desire) {}

  static final ObjectTable<Connection> BROKER =
      ObjectTable.of(
          18830,
          "Instance 0: the broker of the uplink. Another address is put on trial like a whole"
              + " configuration; everything else of the connection is written with that.",
          Resource.<Connection>text(0, "uplink.broker", c -> c.broker().uri())
              .writable((c, uri) -> c.desire().apply((String) uri).orElse(null)),
          text(1, "gateway.id; cannot be written", c -> c.broker().clientId()),
          flag(2, "never: the broker keeps the session; cannot be written", c -> false),
          new Resource.Valued<>(
              3,
              ResourceModel.Type.UNSIGNED_INTEGER,
              "uplink.keep-alive; cannot be written",
              c -> ULong.valueOf(c.broker().keepAlive().toSeconds()),
              null,
              true),
          text(4, "uplink.username; cannot be written", SoftwareTables::username),
          absent(5, IN_FILES),
          integer(
              6,
              "2 with TLS, 3 without; cannot be written",
              c -> (Long) (c.broker().encrypted() ? CERTIFICATE : NONE)),
          absent(7, IN_FILES),
          absent(8, IN_FILES),
          absent(9, IN_FILES),
          absent(10, "uplink.ca-file, or the list of the JDK"));

  private static @Nullable String username(Connection connection) {
    return connection.broker().username().orElse(null);
  }

  /// All of them, in the order of their ids.
  static final List<ObjectTable<?>> ALL = List.of(PACK, BROKER);
}
