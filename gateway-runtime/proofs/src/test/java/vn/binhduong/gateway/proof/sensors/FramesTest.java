package vn.binhduong.gateway.proof.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  // Modbus over Serial Line 1.02, appendix B: CRC 0x1241 of 02 07.
  @Test
  void theChecksumIsThatOfTheStandard() {
    assertThat(Frames.crc(new byte[] {2, 7}, 2)).isEqualTo(0x1241);
  }

  @Test
  void answersAreWhole() {
    assertThat(hex(Frames.tcp(0x0102, 5, 0x8765_4321L)))
        .isEqualTo("010200000007050304" + "87654321");
    assertThat(hex(Frames.rtu(5, 0x8765_4321L))).startsWith("050304" + "87654321").hasSize(18);
  }

  @Test
  void aRequestIsKnownByItsChecksum() {
    byte[] request = HexFormat.of().parseHex("010300000002C40B");
    assertThat(Frames.request(request)).isTrue();
    request[3] ^= 1;
    assertThat(Frames.request(request)).isFalse();
  }

  @Test
  void garbageBeginsNoAnswer() {
    byte[] frame = Frames.tcp(1, 1, 1);
    byte[] garbage = Frames.garbage(frame, new Random(7));
    assertThat(garbage).hasSameSizeAs(frame);
    for (byte one : garbage) {
      assertThat(one & 0xFF).isGreaterThanOrEqualTo(0xC0);
    }
  }

  @Test
  void aValueTellsItsAge() {
    assertThat(Ticks.age(Ticks.seconds(12_345), 123_950_000_000L)).isEqualTo(500_000_000L);
  }
}
