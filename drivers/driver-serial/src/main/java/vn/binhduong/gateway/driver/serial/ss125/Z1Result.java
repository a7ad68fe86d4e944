package vn.binhduong.gateway.driver.serial.ss125;

import java.util.Arrays;

/// Why a sensor refuses a request.
enum Z1Result {
  NO_ERROR(0),
  PAYLOAD_SIZE(1),
  BODY_CRC(2),
  READ_ONLY(3),
  NO_SUCH_INTERVAL(15),
  NO_SUCH_LANE(16),
  FLASH_BUSY_READING(17),
  INVALID_PUSH_STATE(19),
  CLOCK_NOT_SET(20),
  CLOCK_NOT_SYNCHRONISED(21),
  FLASH_NOT_ERASED(22),
  FLASH_BUSY_ERASING(23),
  INVALID_PROTOCOL_STATE(24),
  TOO_MANY_APPROACHES(25),
  TOO_MANY_LANES(26),
  AUTOMATIC_LANE(30),
  WRONG_LANE_COUNT(31),
  INVALID_BAUD_RATE(33);

  private final int code;

  Z1Result(int code) {
    this.code = code;
  }

  /// Number and name of a code.
  static String text(int code) {
    return Arrays.stream(values())
        .filter(result -> result.code == code)
        .findFirst()
        .map(result -> "%d [%s]".formatted(code, result))
        .orElse("%d [unknown]".formatted(code));
  }

  int code() {
    return code;
  }
}
