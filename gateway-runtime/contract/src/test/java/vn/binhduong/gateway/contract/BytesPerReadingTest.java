package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The payload stays as small as was promised for a station of 7 channels and 60 samples a message.
class BytesPerReadingTest {
  @Test
  void sixtySamplesStayWithinTheGoals() {
    assertThat(BytesPerReading.of(Encoding.CBOR, false, 60, false)).isLessThanOrEqualTo(12);
    assertThat(BytesPerReading.of(Encoding.CBOR, true, 60, false)).isLessThanOrEqualTo(6);
    assertThat(BytesPerReading.of(Encoding.CBOR, true, 60, true)).isLessThanOrEqualTo(6);
  }
}
