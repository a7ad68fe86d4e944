package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.DriverException;

/// The bytes of a 1-Wire thermometer against its datasheets.
class W1ScratchpadTest {
  private static final Path FILE = Path.of("w1_slave");
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private static W1Temperature read(W1Family family, String eightBytes) throws DriverException {
    return W1Scratchpad.parse(FILE, W1Text.of(eightBytes)).temperature(family);
  }

  /// DS18B20 datasheet, table 1, all lines, with the bytes a real chip puts behind them.
  @ParameterizedTest
  @CsvSource({
    "d0 07 4b 46 7f ff 10 10, 125",
    "50 05 4b 46 7f ff 10 10, 85",
    "91 01 4b 46 7f ff 0f 10, 25.0625",
    "a2 00 4b 46 7f ff 0e 10, 10.125",
    "08 00 4b 46 7f ff 08 10, 0.5",
    "00 00 4b 46 7f ff 10 10, 0",
    "f8 ff 4b 46 7f ff 08 10, -0.5",
    "5e ff 4b 46 7f ff 02 10, -10.125",
    "6f fe 4b 46 7f ff 01 10, -25.0625",
    "90 fc 4b 46 7f ff 10 10, -55"
  })
  void ds18b20TableOfTheDatasheet(String bytes, double celsius) throws Exception {
    assertThat(read(W1Family.DS18B20, bytes)).isEqualTo(new W1Temperature.Celsius(celsius));
    assertThat(read(W1Family.DS1822, bytes)).isEqualTo(new W1Temperature.Celsius(celsius));
    assertThat(read(W1Family.DS28EA00, bytes)).isEqualTo(new W1Temperature.Celsius(celsius));
  }

  /// DS18S20 datasheet, table 1, all lines; a count of 12 of 16 adds nothing to whole degrees.
  @ParameterizedTest
  @CsvSource({
    "aa 00 4b 46 ff ff 0d 10, 84.9375",
    "32 00 4b 46 ff ff 0c 10, 25",
    "01 00 4b 46 ff ff 04 10, 0.5",
    "00 00 4b 46 ff ff 0c 10, 0",
    "ff ff 4b 46 ff ff 04 10, -0.5",
    "ce ff 4b 46 ff ff 0c 10, -25",
    "92 ff 4b 46 ff ff 0c 10, -55",
    "33 00 4b 46 ff ff 05 10, 25.4375"
  })
  void ds18s20TableOfTheDatasheet(String bytes, double celsius) throws Exception {
    assertThat(read(W1Family.DS18S20, bytes)).isEqualTo(new W1Temperature.Celsius(celsius));
  }

  /// All 65,536 registers: sixteenths inside -55 to 125, and nothing else is a temperature.
  @Test
  void everyRegisterIsSixteenthsOrInvalid() throws Exception {
    for (int raw = Short.MIN_VALUE; raw <= Short.MAX_VALUE; raw++) {
      String bytes = "%02x %02x 4b 46 7f ff 10 10".formatted(raw & 0xFF, (raw >> Byte.SIZE) & 0xFF);
      W1Temperature found = read(W1Family.DS18B20, bytes);
      if (raw >= -55 * 16 && raw <= 125 * 16) {
        assertThat(found).isEqualTo(new W1Temperature.Celsius(raw / 16.0));
      } else {
        assertThat(found)
            .as("register 0x%04X", raw & 0xFFFF)
            .isInstanceOf(W1Temperature.Invalid.class);
      }
    }
  }

  /// Low bits are undefined at lower resolutions; a chip that leaves noise there must not pretend.
  @ParameterizedTest
  @CsvSource({"1f, 25", "3f, 25", "5f, 25", "7f, 25.0625"})
  void bitsBelowTheResolutionAreCutOff(String config, double celsius) throws Exception {
    assertThat(read(W1Family.DS18B20, "91 01 4b 46 %s ff 0f 10".formatted(config)))
        .isEqualTo(new W1Temperature.Celsius(celsius));
    assertThat(read(W1Family.DS18B20, "9f 01 4b 46 1f ff 0f 10"))
        .isEqualTo(new W1Temperature.Celsius(25.5));
  }

  /// A GX20MH01 in 14 bits keeps the two lowest bits in the configuration register.
  @Test
  void fourteenBitsOfAClone() throws Exception {
    assertThat(read(W1Family.DS18B20, "91 01 4b 46 ff ff 0f 10"))
        .isEqualTo(new W1Temperature.Celsius(25.0625 + 3 / 64.0));
    assertThat(read(W1Family.DS18B20, "f8 ff 4b 46 fd ff 08 10"))
        .isEqualTo(new W1Temperature.Celsius(-0.5 + 1 / 64.0));
  }

  /// 85.000 °C with 0x0C in byte 6 is a chip that was just powered and has measured nothing; the
  /// same temperature measured has 0x10 there.
  @Test
  void powerOnValueIsNoTemperature() throws Exception {
    assertThat(read(W1Family.DS18B20, "50 05 4b 46 7f ff 0c 10"))
        .isEqualTo(
            new W1Temperature.Invalid(
                "85 degrees with byte 6 = 0x0C: the value after power-on, nothing was measured"));
    assertThat(read(W1Family.DS18S20, "aa 00 4b 46 ff ff 0c 10"))
        .isInstanceOf(W1Temperature.Invalid.class);
    assertThat(read(W1Family.DS18B20, "50 05 4b 46 7f ff 10 10"))
        .isEqualTo(new W1Temperature.Celsius(85));
  }

  /// 127.9375: the power did not suffice for the conversion. -127: nothing is there.
  @ParameterizedTest
  @ValueSource(strings = {"ff 07 4b 46 7f ff 0c 10", "10 f8 4b 46 7f ff 10 10"})
  void otherMarksAreNoTemperature(String bytes) throws Exception {
    assertThat(read(W1Family.DS18B20, bytes)).isInstanceOf(W1Temperature.Invalid.class);
  }

  /// A data line held low reads as nine zeros, whose CRC is right: 0 °C that nobody measured.
  @Test
  void shortedLineIsNoTemperature() throws Exception {
    assertThat(read(W1Family.DS18B20, "00 00 00 00 00 00 00 00"))
        .isEqualTo(
            new W1Temperature.Invalid(
                "nine bytes 00, whose CRC is right: the data line is held low"));
  }

  /// Maxim application note 27 (a ROM), and scratchpads as captured.
  @ParameterizedTest
  @CsvSource({
    "02 1c b8 01 00 00 00, a2",
    "50 05 4b 46 7f ff 0c 10, 1c",
    "72 01 4b 46 7f ff 0e 10, 57"
  })
  void crcVectors(String bytes, String crc) {
    byte[] data = HEX.parseHex(bytes);
    assertThat(W1Scratchpad.crc(data, data.length)).isEqualTo(Integer.parseInt(crc, 16));
  }

  /// Every error of one or two bits of the 72 on the wire is found, though the kernel says YES.
  @Test
  void wrongBitsAreFoundWhateverTheKernelSays() {
    byte[] good = HEX.parseHex("72 01 4b 46 7f ff 0e 10 57");
    for (int first = 0; first < 72; first++) {
      for (int second = first; second < 72; second++) {
        byte[] bad = good.clone();
        bad[first / 8] ^= (byte) (1 << first % 8);
        bad[second / 8] ^= (byte) (first == second ? 0 : 1 << second % 8);
        String hex = HEX.formatHex(bad);
        String text = "%1$s : crc=57 YES\n%1$s t=23125\n".formatted(hex);
        assertThatThrownBy(() -> W1Scratchpad.parse(FILE, text))
            .as(hex)
            .isInstanceOf(DriverException.class)
            .hasMessageContaining("the kernel says YES");
      }
    }
  }

  /// After a failed read the second line still shows the last good bytes: a stale value in
  /// disguise.
  @Test
  void noIsNeverAValueThoughTheSecondLineLooksGood() {
    String text =
        """
        ff ff ff ff ff ff ff ff ff : crc=c9 NO
        72 01 4b 46 7f ff 0e 10 57 t=23125
        """;
    assertThatThrownBy(() -> W1Scratchpad.parse(FILE, text))
        .hasMessage(
            "w1_slave: expected CRC 0xC9 of FF FF FF FF FF FF FF FF FF, found 0xFF; the kernel says NO");
  }

  /// Even a right CRC does not outvote the kernel.
  @Test
  void noWithARightCrcIsRefused() {
    assertThatThrownBy(
            () ->
                W1Scratchpad.parse(FILE, W1Text.of("72 01 4b 46 7f ff 0e 10").replace("YES", "NO")))
        .hasMessageContaining("the kernel says NO");
  }

  /// The two lines are one read; bytes that differ come from two.
  @Test
  void linesThatDisagreeAreRefused() {
    String text =
        """
        72 01 4b 46 7f ff 0e 10 57 : crc=57 YES
        91 01 4b 46 7f ff 0f 10 25 t=25062
        """;
    assertThatThrownBy(() -> W1Scratchpad.parse(FILE, text))
        .hasMessageContaining("expected the same bytes and CRC in both lines");
  }

  /// Kernels from 2020 give an empty file when no conversion came about: ask again.
  @Test
  void emptyTextIsNoAnswer() {
    assertThatThrownBy(() -> W1Scratchpad.parse(FILE, ""))
        .isInstanceOfSatisfying(
            DriverException.class,
            failed -> assertThat(failed.kind()).isEqualTo(DriverException.Kind.UNAVAILABLE));
  }
}
