package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.DriverException.Kind;

/// What the host is told to do about a broker's answer, by number and in words.
class FailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "134 | MISCONFIGURED | b refuses username or password: 0x86 [bad user name or password]",
        "135 | MISCONFIGURED | b refuses username or password: 0x87 [not authorized]",
        "133 | MISCONFIGURED | b refuses client-id: 0x85 [client identifier not valid]",
        "132 | MISCONFIGURED | b does not speak MQTT 5: 0x84 [unsupported protocol version]",
        "130 | PROTOCOL | b ended the connection: 0x82 [protocol error]",
        "136 | UNAVAILABLE | b ended the connection: 0x88 [server unavailable]",
        "142 | UNAVAILABLE | b ended the connection: 0x8E [session taken over]",
        "200 | UNAVAILABLE | b ended the connection: 0xC8 [reason not known]",
        "0 | UNAVAILABLE | connection to b ended: closed by the other side"
      })
  void reasonsAreRead(int code, Kind kind, String text) {
    assertThat(Failure.of("b", null, code)).isEqualTo(new Failure(kind, text));
  }

  @Test
  void exceptionsAreRead() {
    assertThat(Failure.of("b", new IOException("outer", new EOFException("end")), 0))
        .isEqualTo(new Failure(Kind.UNAVAILABLE, "connection to b ended: end"));
    assertThat(Failure.of("b", new IOException(new UnknownHostException("b")), 0))
        .isEqualTo(new Failure(Kind.UNAVAILABLE, "the host name of b has no address"));
  }

  @ParameterizedTest
  @CsvSource({"135, MISCONFIGURED", "143, MISCONFIGURED", "151, UNAVAILABLE"})
  void refusedTopicsAreRead(int code, Kind kind) {
    assertThat(Failure.ofSubscription("b", "t", code).kind()).isEqualTo(kind);
  }
}
