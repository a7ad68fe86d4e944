package vn.binhduong.gateway.driver.serial.gnss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.link.serial.SerialPortLink;
import vn.binhduong.gateway.driver.link.serial.SerialSettings;
import vn.binhduong.gateway.driver.link.serial.SerialSettings.Parity;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// What gpsd passes on from a receiver that gpsfake plays (Debian packages gpsd and gpsd-clients):
/// sentences as another program writes them, with lines of JSON before them.
@Tag("interop")
class GpsdIT {
  private static final long PORT_SECONDS_MAX = 20;

  @TempDir private Path directory = Path.of("");

  @Test
  @Timeout(90)
  void whatGpsdPassesOnIsUnderstood() throws Exception {
    int port = LoopbackPort.free();
    Path log = directory.resolve("receiver.nmea");
    Files.writeString(log, receiver());
    Path line = directory.resolve("line");
    Process receiver =
        start("gpsfake", "-q", "-c", "0.1", "-P", Integer.toString(port), log.toString());
    Process relay =
        start(
            "sh",
            "-c",
            "until gpspipe -r -n 1 127.0.0.1:%d >/dev/null 2>&1; do sleep 0.2; done; exec socat pty,raw,echo=0,link=%s 'EXEC:gpspipe -r 127.0.0.1\\:%d'"
                .formatted(port, line, port));
    try {
      await(line);
      var settings = new GnssSettings(Duration.ofSeconds(10));
      try (var device =
          new DriverHarness<>(new GnssFactory(), settings)
              .link(() -> SerialPortLink.open(new SerialSettings(line, 9600, 8, Parity.NONE, 1)))) {
        open(device);
        EmittedSample sample = device.poll().getFirst();
        assertThat(sample.value("latitude")).isEqualTo(10 + 58.8319 / 60);
        assertThat(sample.value("longitude")).isEqualTo(106 + 40.5112 / 60);
        assertThat(sample.value("altitude")).isEqualTo(23.4);
        assertThat(sample.value("satellites")).isEqualTo(11);
      }
    } finally {
      end(relay);
      end(receiver);
    }
  }

  /// gpsd begins to pass on when it has understood the receiver itself.
  private static void open(DriverHarness<GnssSettings> device) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        device.open();
        return;
      } catch (DriverException notYet) {
        if (attempt == 3) {
          throw notYet;
        }
      }
    }
  }

  private static String receiver() {
    StringBuilder log = new StringBuilder();
    for (int second = 0; second < 60; second++) {
      String time = "0302%02d.00".formatted(second);
      log.append(
              GnssDevice.sentence(
                  "GPRMC,%s,A,1058.8319,N,10640.5112,E,0.02,31.66,281126,,,A".formatted(time)))
          .append(
              GnssDevice.sentence(
                  "GPGGA,%s,1058.8319,N,10640.5112,E,1,11,0.84,23.4,M,-2.1,M,,".formatted(time)))
          .append(GnssDevice.sentence("GPGSA,A,3,01,02,03,04,05,06,07,08,09,10,11,,1.5,0.84,1.2"));
    }
    return log.toString();
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void await(Path line) throws InterruptedException {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PORT_SECONDS_MAX);
    while (!Files.exists(line)) {
      assertThat(System.nanoTime()).as("a line with gpsd behind it").isLessThan(giveUp);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /// gpsfake starts gpsd, and socat starts gpspipe: they end with them.
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }
}
