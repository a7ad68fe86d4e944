package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.clock.ClockSettings;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.settings.Problem;

/// What runs when only a part of the configuration is right, and what is said about the rest.
class ConfigLoaderTest {
  private static final String HEAD =
      """
      gateway: {id: BD-GW-1, profile: demo, data-directory: DATA}
      uplink: {broker: "mqtt://127.0.0.1:1883"}
      """;

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");
  private Path data = Path.of("");

  private final ConfigLoader loader =
      new ConfigLoader(
          new Catalogue(
              Map.of("probe", new ProbeFactory(), "radar", new RadarFactory()),
              Map.of("bus", new BusFactory()),
              List.of()));

  @BeforeEach
  void paths() {
    file = directory.resolve("gateway.yaml");
    data = directory.resolve("data");
  }

  private Loaded load(String text) throws IOException {
    Files.writeString(file, text.replace("DATA", data.toString()));
    return loader.load(file, data);
  }

  private Configuration ready(String text) throws IOException {
    return switch (load(text)) {
      case Loaded.Ready ready -> ready.configuration();
      case Loaded.Failed failed -> throw new AssertionError(failed.problems().toString());
    };
  }

  private List<String> texts(List<Problem> problems) {
    return problems.stream().map(p -> p.toString().replace(file.toString(), "g.yaml")).toList();
  }

  @Test
  void everythingThatIsRightRuns() throws IOException {
    var configuration =
        ready(
            HEAD
                + """
                links:
                  bus1: {type: bus, settings: {port: 5}}
                devices:
                  a.1: {driver: probe, link: bus1, every: 5s, settings: {unit: 7}}
                  b-2: {driver: radar}
                """);
    assertThat(configuration.source()).isEqualTo(Configuration.Source.FILE);
    assertThat(configuration.problems()).isEmpty();
    assertThat(configuration.links().getFirst().settings()).isEqualTo(new BusSettings(5));
    assertThat(configuration.devices())
        .extracting(Configuration.Device::id)
        .containsExactly("a.1", "b-2");
    var device = configuration.devices().getFirst();
    assertThat(device.driverSettings()).isEqualTo(new ProbeSettings(7));
    assertThat(device.settings().every()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void theDemoProfileTrustsTheSystemClock() throws IOException {
    assertThat(ready(HEAD).settings().clockInProfile().sync()).isEqualTo(ClockSettings.Sync.TRUST);
  }

  // One bad device must not stop the rest.
  @Test
  void everyBadDeviceIsRefusedWithItsReasonAndTheRestRuns() throws IOException {
    var configuration =
        ready(
            HEAD
                + """
                links:
                  bus1: {type: bus}
                  bus2: {type: buss}
                  bus3: {type: bus}
                devices:
                  good: {driver: probe, link: bus1}
                  unknown: {driver: prob}
                  key: {driver: probe, evry: 1s}
                  nolink: {driver: probe, link: bus9}
                  sicklink: {driver: probe, link: bus2}
                  gateway: {driver: probe}
                  bad id: {driver: probe}
                  twice: {driver: probe}
                  twice: {driver: probe}
                  shy: {driver: radar, link: bus3}
                  other: {driver: probe, link: bus3}
                  range: {driver: probe, settings: {unit: 300}}
                  copy: {driver: probe, link: bus1}
                  next: {driver: probe, link: bus1, settings: {unit: 2}}
                  slow: {driver: probe, deadline: 2s, settings: {unit: 247}}
                """);
    assertThat(configuration.devices())
        .extracting(Configuration.Device::id)
        .containsExactly("good", "other", "next");
    assertThat(configuration.links())
        .extracting(Configuration.Link::name)
        .containsExactly("bus1", "bus3");
    assertThat(configuration.refused())
        .extracting(Configuration.Refused::component)
        .containsExactly(
            "link/bus2",
            "device/unknown",
            "device/key",
            "device/nolink",
            "device/sicklink",
            "device/gateway",
            "device/bad id",
            "device/twice",
            "device/shy",
            "device/range",
            "device/copy",
            "device/slow");
    assertThat(texts(configuration.problems()))
        .containsExactly(
            "g.yaml:5:16 links.bus2.type: expected one of bus, found 'buss'; did you mean 'bus'?",
            "g.yaml:9:21 devices.unknown.driver: expected one of probe, radar, found 'prob'; did"
                + " you mean 'probe'?",
            "g.yaml:10:24 devices.key.evry: unknown key; did you mean 'every'?",
            "g.yaml:11:33 devices.nolink.link: no link 'bus9'; did you mean 'bus1'?",
            "g.yaml:12:35 devices.sicklink.link: link 'bus2' has mistakes of its own",
            "g.yaml:13:12 devices.gateway: the id 'gateway'; it belongs to the gateway itself",
            "g.yaml:14:3 devices.'bad id': expected a key matching [A-Za-z0-9.-]{1,32}, found the"
                + " key 'bad id'",
            "g.yaml:16:3 devices.twice: the same key again; first in line 15",
            "g.yaml:17:30 devices.shy.link: expected a link of its own, found link 'bus3' shared"
                + " with other; a device of driver 'radar' speaks by itself",
            "g.yaml:19:43 devices.range.settings.unit: expected a whole number from 0 to 247,"
                + " found '300'",
            "g.yaml:20:9 devices.copy.settings: expected something no other device reads, found"
                + " unit 1, which device 'good' on the same link reads already; a unit may be two"
                + " devices when they read different things of it",
            "g.yaml:22:35 devices.slow.deadline: expected more than 31s, found 2s; one poll of this"
                + " device may take that long with its settings");
  }

  @Test
  void plaintextIsRefusedOutsideTheDemo() throws IOException {
    assertThat(load(HEAD.replace("demo", "production")))
        .isInstanceOfSatisfying(
            Loaded.Failed.class,
            failed ->
                assertThat(texts(failed.problems()))
                    .containsExactly(
                        "g.yaml:2:9 uplink: expected mqtts://, found a broker without TLS:"
                            + " mqtt://127.0.0.1:1883; only 'profile: demo' under 'gateway' allows"
                            + " mqtt://"));
  }

  @Test
  void aManagementServerWithoutDtlsIsRefusedOutsideTheDemo() throws IOException {
    assertThat(
            load(
                HEAD.replace("demo", "production").replace("mqtt:", "mqtts:")
                    + "management: {server: 'coap://127.0.0.1'}\n"))
        .isInstanceOfSatisfying(
            Loaded.Failed.class,
            failed ->
                assertThat(texts(failed.problems()))
                    .singleElement()
                    .asString()
                    .contains("management: expected coaps://, found a server without DTLS")
                    .endsWith("only 'profile: demo' under 'gateway' allows coap://"));
  }

  // A typing error here would leave the place of the cabinet unwatched for years.
  @Test
  void theReceiverMustBeADevice() throws IOException {
    String devices = "devices:\n  gnss1: {driver: probe}\n";
    assertThat(load(HEAD.replace("DATA}", "DATA, receiver: {device: gnss2}}") + devices))
        .isInstanceOfSatisfying(
            Loaded.Failed.class,
            failed ->
                assertThat(texts(failed.problems()))
                    .singleElement()
                    .asString()
                    .contains(
                        "gateway: expected a device, found receiver.device 'gnss2'; did you mean"
                            + " 'gnss1'?"));
    assertThat(
            load(HEAD.replace("DATA}", "DATA, receiver: {device: gnss1, moved: 500}}") + devices))
        .isInstanceOfSatisfying(
            Loaded.Failed.class,
            failed ->
                assertThat(texts(failed.problems()))
                    .singleElement()
                    .asString()
                    .contains("astray: expected more than moved, found 500.0 and 500.0"));
    ready(HEAD.replace("DATA}", "DATA, receiver: {device: gnss1}}") + devices);
  }

  @Test
  void theCredentialsOfManagementMustBeOfOneKind() throws IOException {
    assertThat(load(HEAD + "management: {server: 'coaps://ioc.example', psk-identity: gw}\n"))
        .isInstanceOfSatisfying(
            Loaded.Failed.class,
            failed ->
                assertThat(texts(failed.problems()))
                    .singleElement()
                    .asString()
                    .contains("psk-identity and psk-file: expected both or none"));
  }

  @Test
  void withoutALastGoodCopyAFileThatCannotBeUsedFailsWithAllMistakes() throws IOException {
    assertThat(load("gateway: {id: '', profil: demo}\nuplink: {}\n"))
        .isInstanceOfSatisfying(
            Loaded.Failed.class,
            failed ->
                assertThat(texts(failed.problems()))
                    .hasSize(3)
                    .anySatisfy(text -> assertThat(text).contains("gateway.id: expected text"))
                    .anySatisfy(text -> assertThat(text).contains("did you mean 'profile'?"))
                    .anySatisfy(text -> assertThat(text).contains("uplink.broker: expected")));
  }

  @Test
  void aFileThatCannotBeUsedGivesWayToTheLastGoodOne() throws IOException {
    ready(HEAD + "devices:\n  good: {driver: probe}\n");
    var configuration = ready("gateway: [\n");
    assertThat(configuration.source()).isEqualTo(Configuration.Source.LAST_GOOD);
    assertThat(configuration.devices())
        .extracting(Configuration.Device::id)
        .containsExactly("good");
    assertThat(texts(configuration.rejected()))
        .singleElement()
        .asString()
        .contains("not valid YAML");
    Files.delete(file);
    assertThat(loader.load(file, data))
        .isInstanceOfSatisfying(
            Loaded.Ready.class,
            ready ->
                assertThat(texts(ready.configuration().rejected()))
                    .containsExactly("g.yaml: cannot be read: no such file"));
  }

  // Otherwise one device broken for a year would cost the copy that helps at the next typo.
  @Test
  void aFileWithABadDeviceDoesNotReplaceACopyWithoutMistakes() throws IOException {
    ready(HEAD + "devices:\n  good: {driver: probe}\n");
    ready(HEAD + "devices:\n  bad: {driver: nothing}\n");
    assertThat(Files.readString(LastGood.in(data).file())).contains("good").doesNotContain("bad:");
  }

  @Test
  void aFileIsReplacedWholeAndKeepsItsPermissions() throws IOException {
    Path target = directory.resolve("x.yaml");
    AtomicFile.write(target, new byte[] {1});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-r-----");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    AtomicFile.write(target, new byte[] {2, 3});
    assertThat(target).hasBinaryContent(new byte[] {2, 3});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    assertThat(directory.resolve("x.yaml.new")).doesNotExist();
  }

  record BusSettings(@Option(doc = "Port.", fallback = "1") int port) {}

  record ProbeSettings(@Option(doc = "Unit.", fallback = "1", min = "0", max = "247") int unit) {}

  static final class BusFactory implements LinkFactory<BusSettings> {
    @Override
    public String type() {
      return "bus";
    }

    @Override
    public Class<BusSettings> settings() {
      return BusSettings.class;
    }

    @Override
    public Link open(BusSettings settings, String name) {
      return () -> {};
    }
  }

  static final class ProbeFactory implements DriverFactory<ProbeSettings> {
    @Override
    public String type() {
      return "probe";
    }

    @Override
    public Class<ProbeSettings> settings() {
      return ProbeSettings.class;
    }

    @Override
    public Set<String> claims(ProbeSettings settings) {
      return Set.of("unit " + settings.unit());
    }

    @Override
    public Duration longestCall(ProbeSettings settings) {
      return settings.unit() == 247 ? Duration.ofSeconds(31) : Duration.ZERO;
    }

    @Override
    public Driver open(ProbeSettings settings, DriverContext context) throws DriverException {
      throw DriverException.unavailable("never opened here");
    }
  }

  /// Declares in its return type that it makes event drivers.
  static final class RadarFactory implements DriverFactory<ProbeSettings> {
    @Override
    public String type() {
      return "radar";
    }

    @Override
    public Class<ProbeSettings> settings() {
      return ProbeSettings.class;
    }

    @Override
    public Radar open(ProbeSettings settings, DriverContext context) {
      return new Radar();
    }
  }

  static final class Radar implements EventDriver {
    @Override
    public List<Channel> channels() {
      return List.of();
    }

    @Override
    public void run(ReadingSink sink) {}

    @Override
    public Duration longestSilence() {
      return Duration.ofMinutes(1);
    }

    @Override
    public void close() {}
  }
}
