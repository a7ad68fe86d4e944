package vn.binhduong.gateway.proof.site;

import java.nio.file.Path;
import java.time.Duration;
import vn.binhduong.gateway.Gateway;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.GatewaySettings;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.store.StoreSettings;

/// The gateway with segments far smaller than its configuration allows, so that sealing and
/// deleting happen every second instead of every few hours and are hit by kills. Everything else is
/// the gateway as it is.
public final class SmallGateway {
  private static final int BUDGET_MIB = 256;
  private static final Duration SEGMENT_AGE = Duration.ofMillis(700);
  private static final Duration RETENTION = Duration.ofSeconds(30);
  private static final int EXIT_CANNOT = 78;
  private static final int EXIT_RESTART = 70;

  private SmallGateway() {}

  /// The same arguments as the gateway's own: `run --config FILE --data-directory DIRECTORY`.
  public static void main(String... args) throws InterruptedException {
    Path file = Path.of(args[2]);
    Loaded loaded =
        new ConfigLoader(Catalogue.of(SmallGateway.class.getClassLoader()))
            .load(file, Path.of(args[4]));
    switch (loaded) {
      case Loaded.Failed failed -> {
        failed.problems().forEach(System.err::println);
        System.exit(EXIT_CANNOT);
      }
      case Loaded.Ready ready -> {
        Gateway gateway =
            Gateway.start(
                small(ready.configuration()),
                file,
                why -> {
                  System.err.println("gateway: wants to be restarted: " + why);
                  Runtime.getRuntime().halt(EXIT_RESTART);
                });
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
        Thread.currentThread().join();
      }
    }
  }

  private static Configuration small(Configuration read) {
    GatewaySettings all = read.settings();
    StoreSettings store = all.store();
    return new Configuration(
        new GatewaySettings(
            all.gateway(),
            new StoreSettings(
                store.commitInterval(),
                BUDGET_MIB,
                store.segmentMib(),
                SEGMENT_AGE,
                store.queueKib(),
                RETENTION,
                0),
            all.uplink(),
            all.management(),
            all.clock(),
            all.acquisition(),
            all.control(),
            all.metrics(),
            all.update(),
            all.links(),
            all.devices()),
        read.source(),
        read.links(),
        read.devices(),
        read.refused(),
        read.rejected());
  }
}
