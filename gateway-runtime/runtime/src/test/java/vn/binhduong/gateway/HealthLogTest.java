package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;

class HealthLogTest {
  private final List<String> lines = new ArrayList<>();

  private final System.Logger log =
      new System.Logger() {
        @Override
        public String getName() {
          return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
          return true;
        }

        @Override
        public void log(
            Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
          lines.add(level + " " + text);
        }

        @Override
        public void log(
            Level level, @Nullable ResourceBundle bundle, String format, Object... values) {
          lines.add(level + " " + MessageFormat.format(format, values));
        }
      };

  // Somebody who runs a gateway with a wrong address in a terminal must see it there.
  @Test
  void changesOfDevicesAndLinksAreLoggedOnce() {
    var health = new HealthBoard(InstantSource.fixed(Instant.EPOCH));
    health.onChange(new HealthLog(log));
    health.set("device/em1", HealthState.UNAVAILABLE, "cannot connect: refused {0}");
    health.set("device/em1", HealthState.UNAVAILABLE, "cannot connect: still refused");
    health.set("device/em1", HealthState.OK, "");
    health.set("uplink", HealthState.OK, "connected");
    health.set("catalogue/em1", HealthState.DEGRADED, "300 channels");
    assertThat(lines)
        .containsExactly(
            "WARNING device/em1: STARTING -> UNAVAILABLE: cannot connect: refused {0}",
            "INFO device/em1: UNAVAILABLE -> OK",
            "WARNING catalogue/em1: STARTING -> DEGRADED: 300 channels");
  }
}
