package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// The limit of the contract on the channels of one device.
class BirthsTest {
  private static final String YAML =
      """
      gateway: {id: BD-GW-1, profile: demo}
      uplink: {broker: "mqtt://127.0.0.1:1883"}
      devices:
        snd1: {driver: sim-sound}
      """;

  @TempDir private Path directory = Path.of("");
  private final HealthBoard health = new HealthBoard(InstantSource.fixed(Instant.EPOCH));

  private static Configuration configuration() {
    var loader = new ConfigLoader(Catalogue.of(BirthsTest.class.getClassLoader()));
    Loaded loaded = loader.check(new YamlText("gateway.yaml", YAML), Path.of("gateway.yaml"));
    return ((Loaded.Ready) loaded).configuration();
  }

  private static DeviceInfo device(int channels) {
    return new DeviceInfo(
        "snd1",
        "sim-sound",
        Driver.Identity.UNKNOWN,
        true,
        IntStream.range(0, channels)
            .mapToObj(i -> new Channel("c" + i, Unit.COUNT, 0, 1, "One of many"))
            .toList());
  }

  // What the IOC is not told of, it cannot understand: a person must hear of it.
  @Test
  void channelsThatDoNotFitAreToldUntilTheyFit() throws Exception {
    try (Store store =
        Store.open(
            Settings.standard().defaults(StoreSettings.class),
            directory.resolve("store"),
            GatewayClock::bootTime,
            () -> Instant.EPOCH)) {
      Births births =
          new Births(
              Build.current(),
              configuration(),
              device -> new Instruments.Known("", false, null, Map.of(), ""),
              store,
              health,
              GatewayClock.bootTime(),
              at -> 0,
              () -> null);
      births.opened(device(256), GatewayClock.bootTime());
      assertThat(births.all().get(1).channels()).hasSize(256);
      assertThat(health.snapshot()).isEmpty();

      births.opened(device(258), GatewayClock.bootTime());
      assertThat(births.all().get(1).channels()).hasSize(256);
      assertThat(health.find("catalogue/snd1"))
          .hasValueSatisfying(
              told -> {
                assertThat(told.state()).isEqualTo(HealthState.DEGRADED);
                assertThat(told.message())
                    .isEqualTo(
                        "258 channels, of which the IOC is told the first 256, not 'c256' and those"
                            + " behind it");
              });

      births.opened(device(3), GatewayClock.bootTime());
      assertThat(health.find("catalogue/snd1"))
          .hasValueSatisfying(told -> assertThat(told.state()).isEqualTo(HealthState.OK));
    }
  }
}
