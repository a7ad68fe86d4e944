package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// Each text of the host by itself.
class HostTextTest {
  private static final Path FILE = Path.of("file");

  /// Each of the eight bits is its own flag, and no other one moves with it.
  @ParameterizedTest
  @CsvSource({
    "1, undervoltage",
    "2, freq_capped",
    "4, throttled",
    "8, soft_temp_limit",
    "10000, undervoltage_since_boot",
    "20000, freq_capped_since_boot",
    "40000, throttled_since_boot",
    "80000, soft_temp_limit_since_boot"
  })
  void eachBitIsAFlag(String hex, String flag) throws Exception {
    assertThat(HostText.throttled(FILE, hex + "\n"))
        .hasSize(8)
        .filteredOn(reading -> reading.value() == 1)
        .extracting(reading -> reading.channel().name())
        .containsExactly(flag);
  }

  /// Bits in between mean nothing yet.
  @Test
  void unknownBitsAreNoFlags() throws Exception {
    assertThat(HostText.throttled(FILE, "fff0fff0\n")).allMatch(reading -> reading.value() == 0);
  }

  /// JESD84-B51: all 256 codes; tenths of the life up to 0x0B, anything else is not told.
  @Test
  void everyCodeOfWearIsTenthsOrNotTold() throws Exception {
    List<Channel> channels = HostText.wearChannels("mmcblk0");
    for (int code = 0; code <= 0xFF; code++) {
      Reading found = HostText.wear(channels, FILE, "0x%02x 0x01\n".formatted(code)).getFirst();
      assertThat(found)
          .isEqualTo(
              code >= 1 && code <= 11
                  ? channels.getFirst().reading(code * 10)
                  : channels.getFirst().bad(Quality.BAD_SENSOR));
    }
  }

  /// Reserved blocks, in both forms the kernel has had.
  @ParameterizedTest
  @CsvSource({"01, 1", "0x02, 2", "0x03, 3"})
  void endOfLifeIsACode(String text, double code) throws Exception {
    Channel channel = HostText.preEolChannel("mmcblk0");
    assertThat(HostText.preEol(channel, FILE, text + "\n")).containsExactly(channel.reading(code));
    assertThat(HostText.preEol(channel, FILE, "0x00\n"))
        .containsExactly(channel.bad(Quality.BAD_SENSOR));
  }

  /// A line that is missing is not a zero.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MemTotal: 3884376 kB\n",
        "MemTotal: 3884376 kB\nMemAvailable: 17 MB\n",
        "MemTotal: -1 kB\nMemAvailable: 17 kB\n",
        "xMemTotal: 1 kB\nMemAvailable: 17 kB\n"
      })
  void memoryWithoutALineIsRefused(String text) {
    assertThatThrownBy(() -> HostText.memory(FILE, text))
        .hasMessageStartingWith("file: expected a line 'Mem");
  }

  /// Other forms of the small files are broken answers.
  @Test
  void otherTextsAreRefused() {
    assertThatThrownBy(() -> HostText.load(FILE, "0.20 0.18\n"))
        .hasMessage("file: expected three loads, tasks and a process id, found '0.20 0.18'");
    assertThatThrownBy(() -> HostText.uptime(FILE, "up 3 days\n"))
        .hasMessage("file: expected seconds up and seconds idle, found 'up 3 days'");
    assertThatThrownBy(() -> HostText.undervoltage(FILE, "2\n"))
        .hasMessage("file: expected 0 or 1, found '2'");
    assertThatThrownBy(
            () -> HostText.counter(HostText.counterChannel("eth0", "rx_bytes"), FILE, "-1\n"))
        .hasMessage("file: expected an unsigned whole number, found '-1'");
  }
}
