package vn.binhduong.gateway.management.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.management.objects.SystemFacts.Traffic;

/// Traffic of a period, with interfaces that come and go.
class DataMeterTest {
  private final Map<String, Traffic> kernel = new TreeMap<>(Map.of("eth0", new Traffic(100, 50)));
  private long seconds;
  private final DataMeter meter =
      new DataMeter(() -> Map.copyOf(kernel), () -> seconds * 1_000_000_000);

  private void counted(long received, long sent) {
    assertThat(meter.counted()).contains(new Traffic(received, sent));
  }

  @Test
  void nothingBeforeTheFirstStart() {
    meter.look();
    assertThat(meter.counted()).isEmpty();
    meter.stop();
    assertThat(meter.counted()).isEmpty();
  }

  @Test
  void whatCameSinceTheStartUntilTheStop() {
    meter.start();
    counted(0, 0);
    kernel.put("eth0", new Traffic(160, 55));
    counted(60, 5);
    meter.stop();
    kernel.put("eth0", new Traffic(1_000, 1_000));
    meter.look();
    counted(60, 5);
    meter.start();
    counted(0, 0);
  }

  @Test
  void aPeriodEndsByItself() {
    assertThat(meter.setPeriod(10)).isNull();
    meter.start();
    seconds = 9;
    kernel.put("eth0", new Traffic(200, 50));
    meter.look();
    seconds = 10;
    kernel.put("eth0", new Traffic(300, 50));
    meter.look();
    seconds = 11;
    kernel.put("eth0", new Traffic(400, 50));
    meter.look();
    counted(200, 0);
  }

  // A modem that connects again begins to count at zero. What it had counted stays counted.
  @Test
  void anInterfaceThatComesBackIsCountedOn() {
    kernel.put("wwan0", new Traffic(10_000, 1_000));
    meter.start();
    kernel.put("wwan0", new Traffic(12_000, 1_100));
    meter.look();
    kernel.remove("wwan0");
    meter.look();
    counted(2_000, 100);
    kernel.put("wwan0", new Traffic(300, 30));
    meter.look();
    counted(2_300, 130);
    // Now it has counted more than it had at the start.
    kernel.put("wwan0", new Traffic(20_000, 2_000));
    counted(22_000, 2_100);
  }

  @Test
  void aNewInterfaceIsCountedFromZero() {
    meter.start();
    kernel.put("usb0", new Traffic(7, 8));
    counted(7, 8);
  }

  @Test
  void whereTheKernelTellsNothingNothingIsTold() {
    kernel.clear();
    meter.start();
    assertThat(meter.counted()).isEmpty();
  }

  @Test
  void aPeriodOutOfRangeIsRefused() {
    assertThat(meter.setPeriod(-1)).contains("found -1");
    assertThat(meter.setPeriod(DataMeter.PERIOD_MAX_SECONDS + 1)).isNotNull();
    assertThat(meter.periodSeconds()).isZero();
  }
}
