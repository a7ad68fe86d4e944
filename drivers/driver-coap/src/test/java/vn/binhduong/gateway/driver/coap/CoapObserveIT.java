package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.testkit.Call;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// Observing a node, over real sockets.
@Timeout(60)
class CoapObserveIT {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(1);

  private static DriverHarness<CoapObserveSettings> device(CoapObserveSettings settings) {
    return new DriverHarness<>(new CoapObserveFactory(), settings);
  }

  private static void until(Call run, BooleanSupplier condition) throws InterruptedException {
    long giveUp = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(run.await(LOOK)).as("%s goes on", run).isEmpty();
      assertThat(System.nanoTime()).as("in time").isLessThan(giveUp);
    }
  }

  private static void end(Call run) throws InterruptedException {
    run.interrupt();
    assertThat(run.await(END)).as("%s, 1 s after its interrupt", run).isPresent();
  }

  @Test
  void theFirstAnswerAndEachNotificationAreSamples() throws Exception {
    try (var node = new ObservedNode(LoopbackPort.free(), false, true);
        var device = device(node.settings(false, "accept: senml-json\n"))) {
      node.maxAgeSeconds = 60;
      device.open();
      Call run = device.startRun();
      until(run, () -> device.samples().size() == 1);
      node.payload = "[{\"n\":\"n7:h\",\"v\":56}]";
      node.changed();
      until(run, () -> device.samples().size() == 2);
      assertThat(device.samples().get(0).value("temperature")).isEqualTo(21.5);
      assertThat(device.samples().get(1).value("humidity")).isEqualTo(56);
      assertThat(node.tokens).as("one registration").hasSize(1);
      end(run);
      assertThat(device.violations()).isEmpty();
    }
  }

  // A node that restarted has forgotten us and says nothing: Max-Age tells.
  @Test
  void aSilentNodeIsAskedAnewWithAFreshToken() throws Exception {
    try (var node = new ObservedNode(LoopbackPort.free(), false, true);
        var device = device(node.settings(false, "answer-timeout: 200ms\n"))) {
      device.open();
      Call run = device.startRun();
      until(run, () -> device.samples().size() == 1);
      node.forgetObservers();
      until(run, () -> device.samples().size() >= 2);
      assertThat(node.tokens).hasSize(2);
      node.changed();
      until(run, () -> device.samples().size() >= 3);
      assertThat(node.tokens).hasSize(2);
      end(run);
    }
  }

  @Test
  void aNodeThatCannotBeObservedIsAsked() throws Exception {
    try (var node = new ObservedNode(LoopbackPort.free(), false, false);
        var device = device(node.settings(false, "every: 100ms\n"))) {
      device.open();
      Call run = device.startRun();
      until(run, () -> device.samples().size() >= 4);
      assertThat(node.gets.get()).isGreaterThanOrEqualTo(4);
      end(run);
    }
  }

  // A pack of several blocks, in the answer as in a notification.
  @Test
  void blocksArePutTogether() throws Exception {
    try (var node = new ObservedNode(LoopbackPort.free(), false, true);
        var device = device(node.settings(false, ""))) {
      node.maxAgeSeconds = 60;
      node.payload = ObservedNode.GOOD + " ".repeat(2_000);
      device.open();
      Call run = device.startRun();
      until(run, () -> device.samples().size() == 1);
      node.changed();
      until(run, () -> device.samples().size() == 2);
      end(run);
    }
  }

  @Test
  void refusalsAreNamed() throws Exception {
    try (var node = new ObservedNode(LoopbackPort.free(), false, true);
        var device = device(node.settings(false, ""))) {
      node.code = ResponseCode.FORBIDDEN;
      assertThat(catchThrowableOfType(DriverException.class, device::open).kind())
          .isEqualTo(Kind.MISCONFIGURED);
      node.code = ResponseCode.NOT_FOUND;
      assertThat(catchThrowableOfType(DriverException.class, device::open))
          .hasMessageContaining("the node answers 4.04")
          .extracting(DriverException::kind)
          .isEqualTo(Kind.PROTOCOL);
    }
  }

  @Test
  void aWrongKeyIsNoAnswer() throws Exception {
    try (var node = new ObservedNode(LoopbackPort.free(), true, true)) {
      CoapObserveSettings wrong =
          Yaml.read(
              "uri: coaps://127.0.0.1:%d/air\nidentity: gateway\nkey: %s\nanswer-timeout: 1s\n"
                      .formatted(node.port(), "ff".repeat(16))
                  + PayloadsTest.CHANNELS,
              CoapObserveSettings.class);
      try (var device = device(wrong)) {
        assertThat(catchThrowableOfType(DriverException.class, device::open))
            .hasMessageNotContaining("ffff")
            .extracting(DriverException::kind)
            .isEqualTo(Kind.UNAVAILABLE);
      }
      assertThat(node.gets.get()).isZero();
    }
  }
}
