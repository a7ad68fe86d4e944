package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.testkit.RecordingLogger;
import vn.binhduong.gateway.driver.testkit.TestClock;

/// A poll over sources of any kind.
class KernelDeviceTest {
  private static final Channel LEVEL = new Channel("level", Unit.METRE, 0, 10, "Level");

  /// What one read gives.
  private interface Answer {
    Reading read() throws DriverException, InterruptedException;
  }

  private record OneChannel(Answer answer) implements Source {
    @Override
    public List<Channel> channels() {
      return List.of(LEVEL);
    }

    @Override
    public List<Reading> read() throws DriverException, InterruptedException {
      return List.of(answer.read());
    }
  }

  private record Context(InstantSource clock, System.Logger logger) implements DriverContext {
    @Override
    public String deviceId() {
      return "dut1";
    }

    @Override
    public <L extends Link> L link(Class<L> type) throws DriverException {
      throw DriverException.misconfigured("link: expected none");
    }
  }

  private static KernelDevice device(KernelDevice.Proof proof, Answer answer) {
    return new KernelDevice(
        new Context(new TestClock(), new RecordingLogger()),
        Driver.Identity.UNKNOWN,
        proof,
        List.of(new OneChannel(answer)));
  }

  /// The host closes a device while it reads; a read that ends well after that must not speak for a
  /// device that is gone from the configuration.
  @Test
  void readThatEndsAfterCloseEmitsNothing() {
    List<KernelDevice> self = new ArrayList<>();
    KernelDevice device =
        device(
            KernelDevice.Proof.NONE,
            () -> {
              self.getFirst().close();
              return LEVEL.reading(1.5);
            });
    self.add(device);
    List<List<Reading>> emitted = new ArrayList<>();
    assertThatThrownBy(() -> device.poll((at, readings) -> emitted.add(readings)))
        .isInstanceOf(DriverException.class)
        .hasMessage("closed");
    assertThat(emitted).isEmpty();
  }

  /// The proof comes before the values: those of another chip are not even read.
  @Test
  void deviceThatIsAnotherByNowIsNotRead() {
    List<String> read = new ArrayList<>();
    KernelDevice device =
        device(
            () -> {
              throw DriverException.unavailable("another chip");
            },
            () -> {
              read.add("level");
              return LEVEL.reading(1.5);
            });
    assertThatThrownBy(() -> device.poll((at, readings) -> {})).hasMessage("another chip");
    assertThat(read).isEmpty();
  }
}
