package vn.binhduong.gateway.driver.coap;

import java.io.IOException;
import java.util.Map;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DeviceState;
import vn.binhduong.gateway.driver.testkit.DriverContractSuite;
import vn.binhduong.gateway.driver.testkit.DriverFixture;
import vn.binhduong.gateway.driver.testkit.LinkSource;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// The contract of every driver, on a node that posts over the loopback interface just before each
/// look at its device.
class CoapNodeContractIT implements DriverContractSuite<CoapNodeSettings> {
  @Override
  public DriverFixture<CoapNodeSettings> fixture() throws IOException {
    return new Fixture();
  }

  private static final class Fixture implements DriverFixture<CoapNodeSettings> {
    /// A poll of a node that is silent takes so long that the clock of the suite moves.
    private static final long SILENT_MILLIS = 20;

    private final int port = LoopbackPort.free();
    private final NodeClient node = new NodeClient(port);
    private volatile DeviceState state = DeviceState.ANSWERING;

    Fixture() throws IOException {}

    @Override
    public DriverFactory<CoapNodeSettings> factory() {
      return new CoapNodeFactory();
    }

    @Override
    public CoapNodeSettings settings() {
      return Yaml.node("path: n7\nsilence: 15s\n" + PayloadsTest.CHANNELS);
    }

    @Override
    public LinkSource links() {
      return () ->
          new Posting(
              new CoapServer(
                  Yaml.server(
                      "{security: none, port: %d, requests-per-minute: 60000}".formatted(port)),
                  "street"));
    }

    /// A node that posts nothing has nothing new to say: a poll waits for nobody.
    @Override
    public boolean givesUp() {
      return false;
    }

    @Override
    public Map<DeviceState, String> cannot() {
      return Map.of(DeviceState.DRIPPING, "a datagram comes whole or not at all");
    }

    @Override
    public void set(DeviceState state) {
      this.state = state;
    }

    @Override
    public void close() {
      node.close();
    }

    private void post() {
      try {
        switch (state) {
          case ANSWERING ->
              node.post(
                  "n7", 110, "[{\"bn\":\"n7:\",\"n\":\"t\",\"v\":2150},{\"n\":\"h\",\"v\":55}]");
          case GARBAGE -> node.post("n7", 110, "[{\"n\":\"n7:t\",\"v\":\"??\"}]");
          case GONE, HANGING, DRIPPING -> Thread.sleep(SILENT_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// The server, with the node in step.
    private final class Posting implements CoapServerLink {
      private final CoapServer server;

      Posting(CoapServer server) {
        this.server = server;
      }

      @Override
      public void enter(Inbox inbox) throws DriverException {
        server.enter(inbox);
      }

      @Override
      public void leave(Inbox inbox) {
        server.leave(inbox);
      }

      @Override
      public boolean isOpen() {
        if (server.isOpen()) {
          post();
        }
        return server.isOpen();
      }

      @Override
      public void close() {
        server.close();
      }
    }
  }
}
