package vn.binhduong.gateway.driver.modbus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.binhduong.gateway.driver.testkit.PtyPair;

/// A Modbus RTU slave on one end of a [PtyPair]; register n holds n. Faults on demand.
final class RtuSlave implements AutoCloseable {
  /// What it does with a request; `answer` is what a healthy slave would send.
  @FunctionalInterface
  interface Fault {
    void serve(ReadRequest request, byte[] answer, OutputStream out)
        throws IOException, InterruptedException;
  }

  static final Fault HEALTHY = (request, answer, out) -> out.write(answer);
  static final Fault SILENT = (request, answer, out) -> {};

  private final InputStream in;
  private final OutputStream out;
  private final List<ReadRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Fault fault = HEALTHY;

  RtuSlave(PtyPair ports) throws IOException {
    in = ports.in();
    out = ports.out();
    Thread.ofPlatform().daemon().start(this::run);
  }

  void set(Fault fault) {
    this.fault = fault;
  }

  List<ReadRequest> requests() {
    return requests;
  }

  /// The frame with its CRC.
  static byte[] withCrc(byte[] bytes) {
    byte[] frame = Arrays.copyOf(bytes, bytes.length + 2);
    int crc = RtuFrame.crc(bytes, 0, bytes.length);
    frame[bytes.length] = (byte) crc;
    frame[bytes.length + 1] = (byte) (crc >>> 8);
    return frame;
  }

  private void run() {
    var frame = new byte[8];
    try {
      while (in.readNBytes(frame, 0, 8) == 8) {
        ReadRequest request = request(frame);
        requests.add(request);
        fault.serve(request, answer(request), out);
      }
    } catch (IOException | InterruptedException e) {
      // Unplugged.
    }
  }

  /// What a healthy slave answers to the eight bytes of a request.
  static byte[] answer(byte[] frame) {
    return answer(request(frame));
  }

  private static ReadRequest request(byte[] frame) {
    return new ReadRequest(
        frame[0] & 0xFF, ReadFunction.of(frame[1]), word(frame, 2), word(frame, 4));
  }

  private static byte[] answer(ReadRequest request) {
    var bytes = new byte[3 + 2 * request.count()];
    bytes[0] = (byte) request.unitId();
    bytes[1] = (byte) request.function().code();
    bytes[2] = (byte) (2 * request.count());
    for (int i = 0; i < request.count(); i++) {
      int value = request.address() + i;
      bytes[3 + 2 * i] = (byte) (value >>> 8);
      bytes[4 + 2 * i] = (byte) value;
    }
    return withCrc(bytes);
  }

  private static int word(byte[] bytes, int index) {
    return ((bytes[index] & 0xFF) << 8) | (bytes[index + 1] & 0xFF);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
