package vn.binhduong.gateway.driver.pi4j.bme280;

import java.util.Arrays;
import vn.binhduong.gateway.driver.testkit.I2cDevice;

/// The registers of a BME280 or BMP280, with the calibration of the BMP280 data sheet.
final class Bme280Chip implements I2cDevice {
  static final Bme280Settings SETTINGS = new Bme280Settings(0x76);
  static final int BME280 = 0x60;
  static final int BMP280 = 0x58;

  private final byte[] registers = new byte[256];
  private int pointer;

  Bme280Chip(int identity) {
    set(0xD0, identity);
    // BMP280 data sheet, §3.12: T1 to T3, P1 to P9.
    words(0x88, 27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000);
    if (identity == BME280) {
      set(0xA1, 75);
      words(0xE1, 361);
      set(0xE3, 0);
      // H4 313 and H5 -50 share the byte at E5; H6 30.
      set(0xE4, 313 >> 4);
      set(0xE5, (313 & 0x0F) | (-50 & 0x0F) << 4);
      set(0xE6, -50 >> 4);
      set(0xE7, 30);
    }
    raw(519_888, 415_148, 30_000);
  }

  /// What it measures.
  void raw(int temperature, int pressure, int humidity) {
    twenty(0xF7, pressure);
    twenty(0xFA, temperature);
    set(0xFD, humidity >> 8);
    set(0xFE, humidity);
  }

  void set(int register, int value) {
    registers[register] = (byte) value;
  }

  private void words(int from, int... values) {
    for (int i = 0; i < values.length; i++) {
      set(from + 2 * i, values[i]);
      set(from + 2 * i + 1, values[i] >> 8);
    }
  }

  private void twenty(int register, int value) {
    set(register, value >> 12);
    set(register + 1, value >> 4);
    set(register + 2, value << 4);
  }

  @Override
  public void powerUp() {
    set(0xF2, 0);
    set(0xF4, 0);
  }

  @Override
  public void written(byte[] bytes) {
    pointer = bytes[0] & 0xFF;
    if (bytes.length == 1) {
      return;
    }
    if (pointer == 0xE0) {
      set(0xF2, 0);
      set(0xF4, 0);
    } else if (pointer == 0xF4) {
      set(0xF4, bytes[1] & 0b1111_1100); // it measures and sleeps again
    } else {
      set(pointer, bytes[1]);
    }
  }

  @Override
  public byte[] read(int count) {
    return Arrays.copyOfRange(registers, pointer, pointer + count);
  }
}
