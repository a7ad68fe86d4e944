package vn.binhduong.gateway.driver.coap;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// The contract of every driver, on a node that is observed over DTLS and notifies all the time.
class CoapObserveContractIT implements DriverContractSuite<CoapObserveSettings> {
  private static final long NOTIFY_MILLIS = 10;

  @Override
  public DriverFixture<CoapObserveSettings> fixture() throws IOException {
    var node = new ObservedNode(LoopbackPort.free(), true, true);
    node.notifyEvery(NOTIFY_MILLIS);
    return new Fixture(node);
  }

  private record Fixture(ObservedNode node) implements DriverFixture<CoapObserveSettings> {
    @Override
    public DriverFactory<CoapObserveSettings> factory() {
      return new CoapObserveFactory();
    }

    @Override
    public CoapObserveSettings settings() {
      return node.settings(true, "answer-timeout: 500ms\n");
    }

    @Override
    public Map<DeviceState, String> cannot() {
      return Map.of(DeviceState.DRIPPING, "a datagram comes whole or not at all");
    }

    @Override
    public void set(DeviceState state) {
      node.set(state);
    }

    @Override
    public Duration step() {
      return Duration.ofMillis(100);
    }

    /// Two endpoints of DTLS are opened in each; a failing one waits for its timeout.
    @Override
    public int cycles() {
      return 40;
    }

    @Override
    public List<String> secrets() {
      return List.of(ObservedNode.KEY);
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
