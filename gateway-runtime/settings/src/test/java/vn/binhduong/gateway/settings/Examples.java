package vn.binhduong.gateway.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Settings records that use everything an [Option] can say.
final class Examples {
  private Examples() {}

  enum Encoding {
    JSON,
    SENML_CBOR
  }

  record Scalars(
      @Option(doc = "Switched on.", fallback = "false") boolean on,
      @Option(doc = "Modbus unit.", fallback = "1", min = "1", max = "247") int unitId,
      @Option(doc = "Bytes.", fallback = "0") long bytes,
      @Option(doc = "Factor.", fallback = "1", min = "0") double factor,
      @Option(doc = "Name.", fallback = "a", min = "1", max = "8", pattern = "[a-z]+") String name,
      @Option(doc = "Encoding.", fallback = "json") Encoding encoding,
      @Option(doc = "Period.", fallback = "10s", min = "100ms", max = "1d") Duration every,
      @Option(doc = "Directory.", fallback = "/var/lib") Path directory,
      @Option(doc = "Broker.", fallback = "mqtts://ioc:8883") URI broker,
      @Option(doc = "Password.", optional = true, secret = true, min = "4")
          @Nullable String password) {}

  record Register(
      @Option(doc = "Address.", min = "0", max = "65535") int address,
      @Option(doc = "Channel.", pattern = "[a-z]+") String channel) {}

  record RegisterMap(
      @Option(doc = "Registers.", min = "1") List<Register> registers,
      @Option(doc = "Codes.", pattern = "[0-9]+") Map<String, String> codes) {}

  record Modbus(
      @Option(doc = "Modbus unit.", min = "1", max = "247", example = "1") int unitId,
      @Option(doc = "Register map.", profiles = "modbus") RegisterMap profile) {}

  record Range(@Option(doc = "Least.") double min, @Option(doc = "Greatest.") double max) {
    Range {
      if (min > max) {
        throw new IllegalArgumentException("min is greater than max");
      }
    }
  }

  record Simulated(@Option(doc = "Range.", optional = true) @Nullable Range range) {}

  record Device(
      @Option(doc = "Driver.") String driver,
      @Option(doc = "Period.", fallback = "10s", min = "100ms") Duration every,
      @Option(doc = "Settings of the driver.") @ByKind("driver") Record settings) {}

  record Site(
      @Option(doc = "Scalars.") Scalars basics,
      @Option(doc = "Devices.", pattern = "[A-Za-z0-9.-]{1,32}", max = "3")
          Map<String, Bound<Device>> devices) {}

  static Settings settings() {
    return Settings.standard()
        .withKinds(Device.class, Map.of("modbus", Modbus.class, "simulated", Simulated.class));
  }
}
