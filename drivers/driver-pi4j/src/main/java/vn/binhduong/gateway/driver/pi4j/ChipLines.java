package vn.binhduong.gateway.driver.pi4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.DriverException;

/// Lines of a chip through the kernel's GPIO character device, second version of its interface
/// (since Linux 5.10). Held by this program alone until closed, also by the kernel: it takes them
/// back when the program dies.
///
/// Source: include/uapi/linux/gpio.h; its structures are the same on every processor.
final class ChipLines implements InputLines {
  /// GPIO_GET_CHIPINFO_IOCTL and `struct gpiochip_info`: name, label, number of lines.
  private static final int CHIP_INFO = 0x8044_B401;

  private static final long INFO_BYTES = 68;
  private static final long INFO_LABEL = 32;
  private static final long INFO_LINES = 64;

  /// GPIO_V2_GET_LINE_IOCTL and `struct gpio_v2_line_request`.
  private static final int GET_LINE = 0xC250_B407;

  private static final long REQUEST_BYTES = 592;
  private static final long REQUEST_OFFSETS = 0;
  private static final long REQUEST_CONSUMER = 256;
  private static final long REQUEST_FLAGS = 288;
  private static final long REQUEST_NUMBER = 560;
  private static final long REQUEST_BUFFER = 564;
  private static final long REQUEST_FILE = 588;
  private static final int CONSUMER_BYTES_MAX = 31;

  private static final long ACTIVE_LOW = 1 << 1;
  private static final long INPUT = 1 << 2;
  private static final long EDGE_RISING = 1 << 4;
  private static final long EDGE_FALLING = 1 << 5;
  private static final long PULL_UP = 1 << 8;
  private static final long PULL_DOWN = 1 << 9;
  private static final long PULL_NONE = 1 << 10;

  /// GPIO_V2_LINE_GET_VALUES_IOCTL and `struct gpio_v2_line_values`: bits, mask.
  private static final int GET_VALUES = 0xC010_B40E;

  private static final long VALUES_BYTES = 16;
  private static final long VALUES_MASK = 8;

  /// `struct gpio_v2_line_event`.
  private static final long EVENT_BYTES = 48;

  private static final long EVENT_ID = 8;
  private static final long EVENT_OFFSET = 12;
  private static final long EVENT_NUMBER = 16;
  private static final int RISING = 1;

  /// Changes that the kernel keeps until they are fetched, the most that it can: a second of a
  /// contact that chatters at 1 kHz.
  private static final int KEPT = 1024;

  private final String name;
  private final List<Integer> offsets;
  private final int file;
  private final MemorySegment events = Arena.ofAuto().allocate(EVENT_BYTES * CHANGES_MAX, 8);
  private boolean closed;

  private ChipLines(String name, List<Integer> offsets, int file) {
    this.name = name;
    this.offsets = offsets;
    this.file = file;
  }

  /// Takes lines as inputs.
  ///
  /// @param name for messages, and for those who list the lines of the chip (`gpioinfo`)
  /// @throws DriverException UNAVAILABLE when the chip cannot be opened or a line is in use,
  ///   MISCONFIGURED when the chip has no such line
  static ChipLines open(String name, String device, GpioSettings settings) throws DriverException {
    List<Integer> offsets = List.copyOf(settings.lines());
    int chip = -1;
    try (Arena arena = Arena.ofConfined()) {
      chip = LibC.open(device);
      ensureLines(chip, name, device, offsets, arena);
      MemorySegment request = request(name, offsets, settings, arena);
      LibC.ioctl(chip, GET_LINE, request);
      return new ChipLines(name, offsets, request.get(JAVA_INT, REQUEST_FILE));
    } catch (LibC.Refused e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE,
          "%s: lines %s of %s cannot be had: %s".formatted(name, offsets, device, e.getMessage()),
          e);
    } finally {
      if (chip >= 0) {
        closeQuietly(name, chip); // the lines have a file of their own
      }
    }
  }

  private static void ensureLines(
      int chip, String name, String device, List<Integer> offsets, Arena arena)
      throws LibC.Refused, DriverException {
    MemorySegment info = arena.allocate(INFO_BYTES, Integer.BYTES);
    LibC.ioctl(chip, CHIP_INFO, info);
    int lines = info.get(JAVA_INT, INFO_LINES);
    for (int offset : offsets) {
      if (offset < 0 || offset >= lines) {
        throw DriverException.misconfigured(
            "%s: expected lines of 0 to %d, which %s (%s) has, found %d"
                .formatted(name, lines - 1, device, info.getString(INFO_LABEL), offset));
      }
    }
  }

  private static MemorySegment request(
      String name, List<Integer> offsets, GpioSettings settings, Arena arena) {
    MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
    for (int i = 0; i < offsets.size(); i++) {
      request.set(JAVA_INT, REQUEST_OFFSETS + 4L * i, offsets.get(i));
    }
    byte[] consumer = name.getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(
        consumer,
        0,
        request,
        JAVA_BYTE,
        REQUEST_CONSUMER,
        Math.min(consumer.length, CONSUMER_BYTES_MAX));
    request.set(
        JAVA_LONG,
        REQUEST_FLAGS,
        INPUT
            | EDGE_RISING
            | EDGE_FALLING
            | (settings.activeLow() ? ACTIVE_LOW : 0)
            | switch (settings.pull()) {
              case UP -> PULL_UP;
              case DOWN -> PULL_DOWN;
              case NONE -> PULL_NONE;
            });
    request.set(JAVA_INT, REQUEST_NUMBER, offsets.size());
    request.set(JAVA_INT, REQUEST_BUFFER, KEPT);
    return request;
  }

  @Override
  public List<Change> changes(Duration timeout) throws DriverException {
    try {
      // Rounded up: what is waited for has come by then.
      long millis = TimeUnit.NANOSECONDS.toMillis(timeout.toNanos() + 999_999);
      if (!LibC.awaitReadable(file, (int) Math.min(millis, Integer.MAX_VALUE))) {
        return List.of();
      }
      return changes(LibC.read(file, events));
    } catch (LibC.Refused e) {
      throw gone(e);
    }
  }

  private List<Change> changes(int bytes) {
    List<Change> changes = new ArrayList<>();
    for (long at = 0; at + EVENT_BYTES <= bytes; at += EVENT_BYTES) {
      changes.add(
          new Change(
              offsets.indexOf(events.get(JAVA_INT, at + EVENT_OFFSET)),
              events.get(JAVA_INT, at + EVENT_ID) == RISING,
              events.get(JAVA_LONG, at),
              events.get(JAVA_INT, at + EVENT_NUMBER)));
    }
    return changes;
  }

  @Override
  public boolean isActive(int input) throws DriverException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(VALUES_BYTES, Long.BYTES);
      values.set(JAVA_LONG, VALUES_MASK, 1L << input);
      LibC.ioctl(file, GET_VALUES, values);
      return (values.get(JAVA_LONG, 0) >> input & 1) == 1;
    } catch (LibC.Refused e) {
      throw gone(e);
    }
  }

  private DriverException gone(LibC.Refused e) {
    return new DriverException(
        DriverException.Kind.UNAVAILABLE,
        "%s: lines %s cannot be read: %s".formatted(name, offsets, e.getMessage()),
        e);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closeQuietly(name, file);
    }
  }

  private static void closeQuietly(String name, int file) {
    try {
      LibC.close(file);
    } catch (LibC.Refused e) {
      System.getLogger(ChipLines.class.getName())
          .log(System.Logger.Level.WARNING, "{0}: not closed in good order: {1}", name, e);
    }
  }
}
