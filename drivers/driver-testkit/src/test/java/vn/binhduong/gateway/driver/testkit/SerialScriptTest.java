package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;

/// The scripted port: a fake that lies would hide what a real port does to a driver.
class SerialScriptTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private final byte[] buffer = new byte[16];

  /// The answer is not there before the request, as on a line.
  @Test
  void answerComesAfterTheRequestOnly() throws Exception {
    var port = new SerialScript().expect("01 02").answer("AA BB");
    assertThat(port.read(buffer, SHORT)).isZero();
    port.write(new byte[] {1, 2});
    assertThat(port.read(buffer, SHORT)).isEqualTo(2);
    assertThat(buffer).startsWith(0xAA, 0xBB);
    assertThat(port.isDone()).isTrue();
  }

  /// A wrong request fails the test with both in hex.
  @Test
  void wrongRequestIsTold() {
    var port = new SerialScript().expect("01 02");
    assertThatThrownBy(() -> port.write(new byte[] {1, 3}))
        .isInstanceOf(AssertionError.class)
        .hasMessage("serial script: expected 01 02, found 01 03 at byte 1");
  }

  /// Frames arrive in pieces.
  @Test
  void dripGivesPieces() throws Exception {
    var port = new SerialScript().drip("01 02 03", 2);
    assertThat(port.read(buffer, SHORT)).isEqualTo(2);
    assertThat(port.read(buffer, SHORT)).isEqualTo(1);
  }

  /// What came before the loss can still be read; then the port is gone for good.
  @Test
  void unpluggedPortIsUnavailable() throws Exception {
    var port = new SerialScript().answer("01").unplug();
    assertThat(port.read(buffer, SHORT)).isEqualTo(1);
    assertThatThrownBy(() -> port.read(buffer, SHORT)).isInstanceOf(DriverException.class);
    assertThatThrownBy(() -> port.write(new byte[1])).isInstanceOf(DriverException.class);
  }

  /// Stale bytes are thrown away before a request.
  @Test
  void discardedInputIsGoneUpToTheNextQuestion() throws Exception {
    var port =
        SerialScript.recorded(
            """
            < 01
            < 02
            > AA
            < 03
            < 04
            """);
    port.discardInput();
    port.write(new byte[] {(byte) 0xAA});
    assertThat(port.read(buffer, SHORT)).isEqualTo(1);
    assertThat(buffer[0]).isEqualTo((byte) 3);
    port.discardInput();
    assertThat(port.isDone()).isTrue();
  }

  @Test
  void discardedInputIsGone() throws Exception {
    var port = new SerialScript().answer("01 02");
    port.discardInput();
    assertThat(port.read(buffer, SHORT)).isZero();
  }
}
