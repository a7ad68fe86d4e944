package vn.binhduong.gateway.management;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.management.objects.FakeGateway;
import vn.binhduong.gateway.uplink.Wait;

/// The client as the gateway runs it, over DTLS with a pre-shared key, with a [FakeGateway]'s
/// objects; and what it said of itself.
final class RunningClient implements AutoCloseable {
  static final String ENDPOINT = "BD-GW-000123";
  static final String IDENTITY = "gw";

  /// The key as text, which is how some programs take it.
  static final String KEY_TEXT = "sixteen-letters.";

  static final String KEY = HexFormat.of().formatHex(KEY_TEXT.getBytes(StandardCharsets.US_ASCII));

  final FakeGateway street;

  /// Each change of state, the newest last.
  final List<ManagementState> states = new CopyOnWriteArrayList<>();

  private final Management management;

  /// Starts it.
  ///
  /// @param directory for its files
  /// @param port of the server, on this machine
  /// @param lifetime of a registration; an update goes out after half of it
  RunningClient(Path directory, int port, Duration lifetime) throws IOException {
    Path key = directory.resolve("management.psk");
    Files.writeString(key, KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    street = new FakeGateway(directory.resolve("street"));
    street.measureAll();
    management =
        new Management(
            new ManagementSettings(
                URI.create("coaps://localhost:" + port),
                null,
                IDENTITY,
                key,
                null,
                null,
                null,
                lifetime,
                false,
                null),
            ENDPOINT,
            0.5,
            new Unit(),
            new NoActions(),
            street.objects,
            new AccountFile(directory.resolve("management-account"), AtomicFile::write),
            states::add);
  }

  /// A Leshan server that knows this client.
  ///
  /// @param port 0 for any
  /// @param more arguments of [ServerChild]
  static LeshanProcess server(int port, String... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(String.valueOf(port), "psk", ENDPOINT, IDENTITY, KEY));
    arguments.addAll(List.of(more));
    return new LeshanProcess(arguments.toArray(new String[0]));
  }

  boolean is(ManagementState.Kind kind) {
    return !states.isEmpty() && states.getLast().kind() == kind;
  }

  /// How often it came into this state.
  long count(ManagementState.Kind kind) {
    return states.stream().filter(state -> state.kind() == kind).count();
  }

  /// Waits until it is in this state.
  void await(ManagementState.Kind kind, Duration within) {
    Wait.until(kind.toString(), within, () -> is(kind));
  }

  @Override
  public void close() {
    management.close();
  }

  static final class Unit implements ManagedUnit {
    @Override
    public Optional<String> manufacturer() {
      return Optional.of("Example");
    }

    @Override
    public Optional<String> model() {
      return Optional.of("Raspberry Pi 4 Model B Rev 1.4");
    }

    @Override
    public Optional<String> serial() {
      return Optional.empty();
    }

    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public Optional<String> system() {
      return Optional.empty();
    }

    @Override
    public Optional<Storage> storage() {
      return Optional.of(new Storage(200_000_000, 1_000_000_000));
    }

    @Override
    public List<Fault> faults() {
      return List.of();
    }

    @Override
    public Instant now() {
      return Instant.parse("2026-11-23T08:00:00Z");
    }

    @Override
    public ZoneId zone() {
      return ZoneId.of("Asia/Ho_Chi_Minh");
    }
  }
}
