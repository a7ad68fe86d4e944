package vn.binhduong.gateway.driver.serial.ss125;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// A sensor as a test plays it: id 308, two lanes and an approach, an interval of 30 s complete
/// each time it is asked, and a vehicle every second time.
final class Ss125Device implements SerialDevice {
  static final int ID = 308;

  /// The lane with traffic; nobody drives on the other one.
  static final Ss125IntervalsSettings INTERVALS =
      new Ss125IntervalsSettings(ID, List.of(1), true, Duration.ofSeconds(2));

  static final Ss125EventsSettings EVENTS =
      new Ss125EventsSettings(ID, Duration.ofMinutes(1), Duration.ofSeconds(2));

  /// The sensor begins with this time.
  static final Instant START = Instant.parse("2026-11-28T09:41:30.250Z");

  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final Deque<byte[]> events = new ArrayDeque<>();
  private Instant clock = START;
  private Instant end = START.minus(PERIOD);
  private boolean metric = true;
  private boolean stands;
  private boolean echoes;
  private boolean byItself = true;
  private int refusal;
  private int mixed = -1;
  private int asked;
  private int eventsAsked;

  /// It counts mph and feet.
  Ss125Device imperial() {
    metric = false;
    return this;
  }

  /// It makes no more intervals, while its clock goes on.
  void stand() {
    stands = true;
  }

  /// Its clock and its intervals go on by this.
  void pass(Duration time) {
    clock = clock.plus(time);
  }

  /// It refuses everything but its setup and its clock.
  void refuse(int result) {
    refusal = result;
  }

  /// From now on this packet of an interval is one of another interval.
  void mix(int packet) {
    mixed = packet;
  }

  /// What is sent to it comes back first, and another sensor with another clock speaks in between.
  Ss125Device onABusyLine() {
    echoes = true;
    return this;
  }

  /// It sees only the vehicles that a test gives it.
  Ss125Device vehicles(byte[]... vehicles) {
    byItself = false;
    events.addAll(List.of(vehicles));
    return this;
  }

  /// How often an event was asked for.
  int eventsAsked() {
    return eventsAsked;
  }

  static byte[] vehicle(Instant at, int lane, byte[] speed) {
    return Z1Bytes.join(
        new byte[] {0x67, 1, 0},
        Z1Bytes.time(at),
        new byte[] {(byte) (lane - 1)},
        Z1Bytes.fixed(21.5),
        Z1Bytes.number(3, 300),
        speed,
        new byte[] {1},
        Z1Bytes.fixed(14.25));
  }

  @Override
  public byte[] answer(byte[] request) {
    if (request.length < 15 || request[3] != ID >> 8 || request[4] != (byte) ID) {
      return SILENCE;
    }
    int sequence = request[8] + 1;
    byte[] answer = packets(request[11], sequence);
    return echoes
        ? Z1Bytes.join(request, Z1Bytes.packet(ID + 1, sequence, clockBody(Instant.EPOCH)), answer)
        : answer;
  }

  private byte[] packets(int message, int sequence) {
    boolean always = message == 0 || message == 0x0E || message == 3;
    if (refusal != 0 && !always) {
      return Z1Bytes.packet(
          ID, sequence, (byte) message, (byte) 0, (byte) 2, (byte) 0, (byte) refusal);
    }
    return switch (message) {
      case 0x00 -> Z1Bytes.packet(ID, sequence, setupBody());
      case 0x03 ->
          Z1Bytes.packet(
              ID,
              sequence,
              Z1Bytes.join(new byte[] {3, 0, 0}, Z1Bytes.number(2, 30), new byte[23]));
      case 0x04 ->
          Z1Bytes.packet(
              ID,
              sequence,
              Z1Bytes.join(
                  new byte[] {4, 0, 0}, HexFormat.of().parseHex("20110304"), new byte[12]));
      case 0x0E -> Z1Bytes.packet(ID, sequence, clockBody(clock));
      case 0x67 -> Z1Bytes.packet(ID, sequence, eventBody());
      case 0x71 -> interval(sequence);
      default -> SILENCE;
    };
  }

  private byte[] setupBody() {
    byte[] body = new byte[86];
    byte[] serial = "SS125 U100004711".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(serial, 0, body, 69, serial.length);
    body[85] = (byte) (metric ? 1 : 0);
    return body;
  }

  private static byte[] clockBody(Instant time) {
    return Z1Bytes.join(new byte[] {0x0E, 0, 0}, Z1Bytes.time(time));
  }

  private byte[] eventBody() {
    eventsAsked++;
    if (byItself && ++asked % 2 == 1) {
      clock = clock.plusSeconds(2);
      events.add(vehicle(clock.minusMillis(1500), 3, Z1Bytes.speed(37.75)));
    }
    byte[] event = events.poll();
    return event == null
        ? new byte[] {0x67, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
        : event;
  }

  private byte[] interval(int sequence) {
    if (!stands) {
      end = end.plus(PERIOD);
      clock = clock.plus(PERIOD);
    }
    return Z1Bytes.join(
        Z1Bytes.packet(
            ID, sequence, lane(0, Z1Bytes.speed(41.5), 17, 0x0C4D, Z1Bytes.speed(48.25), 1764)),
        Z1Bytes.packet(ID, sequence + 1, lane(1, new byte[3], 0, 0, new byte[3], 0)),
        Z1Bytes.packet(
            ID,
            sequence + 2,
            lane(2, Z1Bytes.speed(41.5), 17, 0x0626, Z1Bytes.speed(48.25), 1764)));
  }

  private byte[] lane(
      int packet, byte[] speed, int volume, int occupancy, byte[] speed85, int headway) {
    return Z1Bytes.join(
        new byte[] {0x71, (byte) packet, 0},
        Z1Bytes.number(3, packet == mixed ? 8 : 7),
        Z1Bytes.time(end),
        speed,
        Z1Bytes.number(3, volume),
        Z1Bytes.number(2, occupancy),
        Z1Bytes.number(3, volume / 5),
        Z1Bytes.number(3, volume / 2),
        Z1Bytes.number(3, volume / 4),
        Z1Bytes.number(3, volume / 10),
        speed85,
        Z1Bytes.number(3, headway),
        Z1Bytes.number(3, headway * 3L / 4),
        new byte[] {2, 1});
  }
}
