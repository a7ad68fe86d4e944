package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The fake slave's registers, on frames from data sheets.
class RegisterBankTest {
  private static final RegisterBank.Table HOLDING = RegisterBank.Table.HOLDING;

  private static String answer(RegisterBank bank, String request) {
    return HexFormat.ofDelimiter(" ")
        .withUpperCase()
        .formatHex(bank.answer(HexFormat.ofDelimiter(" ").parseHex(request)));
  }

  /// Renke RS-FSJT-N01: 8.6 m/s, without unit and checksum.
  @Test
  void readsAHoldingRegister() {
    var bank = new RegisterBank().set(HOLDING, 0, 0x0056);
    assertThat(answer(bank, "03 00 00 00 01")).isEqualTo("03 02 00 56");
  }

  /// Negative values keep their 16 bits.
  @Test
  void readsNegativeValues() {
    var bank = new RegisterBank().set(RegisterBank.Table.INPUT, 7, -1000);
    assertThat(answer(bank, "04 00 07 00 01")).isEqualTo("04 02 FC 18");
  }

  /// The three refusals of the specification, and the one asked for.
  @Test
  void refusesAsSpecified() {
    var bank = new RegisterBank().set(HOLDING, 0, 1);
    assertThat(answer(bank, "06 00 00 00 01")).isEqualTo("86 01");
    assertThat(answer(bank, "03 00 00 00 02")).isEqualTo("83 02");
    assertThat(answer(bank, "03 00 00 00 00")).isEqualTo("83 03");
    assertThat(answer(bank.refuse(6), "03 00 00 00 01")).isEqualTo("83 06");
  }

  /// Vector of the specification of the serial line, appendix B: 02 07 gives 41 12.
  @Test
  void checksumIsThatOfTheSpecification() {
    assertThat(ModbusRtuSlave.crc(new byte[] {2, 7}, 2)).isEqualTo(0x1241);
  }
}
