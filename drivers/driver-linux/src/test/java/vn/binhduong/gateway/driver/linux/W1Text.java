package vn.binhduong.gateway.driver.linux;

import java.util.HexFormat;

/// Texts as w1_slave_show() of drivers/w1/slaves/w1_therm.c prints them.
final class W1Text {
  private W1Text() {}

  /// A good read of eight bytes, `72 01 4b 46 7f ff 0e 10`; the CRC is put behind them.
  static String of(String eightBytes) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(eightBytes);
    return "%1$s %2$02x : crc=%2$02x YES\n%1$s %2$02x t=0\n"
        .formatted(eightBytes, W1Scratchpad.crc(bytes, bytes.length));
  }
}
