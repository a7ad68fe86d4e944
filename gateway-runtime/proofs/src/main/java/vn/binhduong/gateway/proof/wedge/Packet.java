package vn.binhduong.gateway.proof.wedge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One MQTT 5 control packet as it travels (OASIS MQTT 5.0, chapter 2): as much of it is understood
/// as a proxy needs to swallow, hold, repeat and forge.
///
/// @param bytes the whole packet, fixed header included
/// @param aliased what its topic alias stands for on its connection, where it names no topic
@SuppressWarnings("ArrayRecordComponent") // never compared
record Packet(byte[] bytes, String aliased) {
  private static final int TOPIC_ALIAS = 0x23;

  Packet(byte[] bytes) {
    this(bytes, "");
  }

  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int DISCONNECT = 14;

  private static final int BYTES_MAX = 8 << 20;

  /// Reads one; null at the end of the stream.
  static @Nullable Packet read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int first = in.read();
    if (first < 0) {
      return null;
    }
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(first);
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.readUnsignedByte();
      head.write(next);
      length |= (next & 0x7F) << shift;
      if (next < 0x80) {
        break;
      }
      if (shift >= 21) {
        throw new IOException("remaining length: expected at most 4 bytes");
      }
    }
    if (length > BYTES_MAX) {
      throw new IOException("packet: expected at most 8 MiB, found " + length);
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("in the packet");
    }
    head.write(body);
    return new Packet(head.toByteArray());
  }

  private static Packet of(int first, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    out.writeBytes(variable(body.length));
    out.writeBytes(body);
    return new Packet(out.toByteArray());
  }

  static Packet puback(int id, int reasonCode) {
    return of(PUBACK << 4, new byte[] {(byte) (id >> 8), (byte) id, (byte) reasonCode, 0});
  }

  static Packet disconnect(int reasonCode) {
    return of(DISCONNECT << 4, new byte[] {(byte) reasonCode, 0});
  }

  /// A CONNACK without a session.
  ///
  /// @param properties encoded, such as by [#property]
  static Packet connack(int reasonCode, byte[] properties) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    body.write(reasonCode);
    body.writeBytes(variable(properties.length));
    body.writeBytes(properties);
    return of(CONNACK << 4, body.toByteArray());
  }

  /// A CONNECT with a clean start, for a client of no importance.
  static Packet connect(String clientId, int keepAliveSeconds) {
    byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(13 + id.length);
    body.putShort((short) 4).put("MQTT".getBytes(StandardCharsets.US_ASCII));
    body.put((byte) 5).put((byte) 2).putShort((short) keepAliveSeconds).put((byte) 0);
    body.putShort((short) id.length).put(id);
    return of(0x10, body.array());
  }

  /// One property of one, two or four bytes, as its type demands.
  static byte[] property(int id, long value) {
    return switch (id) {
      case 0x24, 0x25 -> new byte[] {(byte) id, (byte) value};
      case 0x13, 0x21 -> new byte[] {(byte) id, (byte) (value >> 8), (byte) value};
      case 0x27 -> ByteBuffer.allocate(5).put((byte) id).putInt((int) value).array();
      default -> throw new IllegalArgumentException("property " + id);
    };
  }

  /// A property that is a string.
  static byte[] property(int id, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 + text.length)
        .put((byte) id)
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  int type() {
    return (bytes[0] & 0xF0) >> 4;
  }

  int qos() {
    return (bytes[0] >> 1) & 3;
  }

  boolean retain() {
    return (bytes[0] & 1) != 0;
  }

  /// Whether this CONNECT asks that its Will be retained (3.1.2.7).
  boolean hasRetainedWill() {
    ByteBuffer body = body();
    return (body.get(body.position() + 7) & 0x20) != 0;
  }

  /// Packet identifier of a PUBLISH with QoS 1 or of a PUBACK.
  int id() {
    ByteBuffer body = body();
    if (type() == PUBLISH) {
      body.position(body.position() + 2 + topicBytes());
    }
    return body.getShort() & 0xFFFF;
  }

  /// This PUBLISH with its topic, where it names only an alias (3.3.2.3.4).
  ///
  /// @param aliases of the connection so far; a new one is entered
  Packet named(Map<Integer, String> aliases) {
    if (type() != PUBLISH) {
      return this;
    }
    ByteBuffer body = body();
    body.position(body.position() + 2 + topicBytes() + (qos() > 0 ? 2 : 0));
    int length = variable(body);
    int end = body.position() + length;
    while (body.position() < end) {
      int id = body.get();
      if (id != TOPIC_ALIAS) {
        skip(id, body);
        continue;
      }
      int alias = body.getShort() & 0xFFFF;
      if (topicBytes() > 0) {
        aliases.put(alias, topic());
        return this;
      }
      return new Packet(bytes, aliases.getOrDefault(alias, ""));
    }
    return this;
  }

  /// Topic of a PUBLISH; empty for another packet.
  String topic() {
    if (type() != PUBLISH) {
      return "";
    }
    byte[] topic = new byte[topicBytes()];
    ByteBuffer body = body();
    body.getShort();
    body.get(topic);
    return topic.length == 0 ? aliased : new String(topic, StandardCharsets.UTF_8);
  }

  /// Reason code of a CONNACK.
  int reasonCode() {
    return body().get(1 + body().position()) & 0xFF;
  }

  /// User properties of a PUBLISH.
  Map<String, String> userProperties() {
    Map<String, String> found = new TreeMap<>();
    ByteBuffer body = body();
    body.position(body.position() + 2 + topicBytes() + (qos() > 0 ? 2 : 0));
    int length = variable(body);
    int end = body.position() + length;
    while (body.position() < end) {
      int id = body.get();
      if (id == 0x26) {
        found.put(text(body), text(body));
      } else {
        skip(id, body);
      }
    }
    return found;
  }

  /// Whether a message of `device` carries this number.
  boolean carries(String device, long number) {
    if (type() != PUBLISH || !topic().endsWith("/" + device)) {
      return false;
    }
    Map<String, String> properties = userProperties();
    String first = properties.get("s0");
    String last = properties.get("s1");
    return first != null
        && last != null
        && Long.parseLong(first) <= number
        && number <= Long.parseLong(last);
  }

  /// This CONNACK with one property more, in place of one of the same kind.
  Packet with(byte[] property) {
    ByteBuffer body = body();
    byte flags = body.get();
    byte reason = body.get();
    int length = variable(body);
    int end = body.position() + length;
    ByteArrayOutputStream properties = new ByteArrayOutputStream();
    while (body.position() < end) {
      int from = body.position();
      int id = body.get();
      skip(id, body);
      if (id != property[0]) {
        properties.write(bytes, from, body.position() - from);
      }
    }
    properties.writeBytes(property);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(flags);
    changed.write(reason);
    changed.writeBytes(variable(properties.size()));
    changed.writeBytes(properties.toByteArray());
    return of(bytes[0], changed.toByteArray());
  }

  private int topicBytes() {
    ByteBuffer body = body();
    return body.getShort() & 0xFFFF;
  }

  /// Positioned after the fixed header.
  private ByteBuffer body() {
    int at = 1;
    while ((bytes[at] & 0x80) != 0) {
      at++;
    }
    return ByteBuffer.wrap(bytes).position(at + 1);
  }

  private static String text(ByteBuffer body) {
    byte[] text = new byte[body.getShort() & 0xFFFF];
    body.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// Table 2-4 of the specification.
  private static void skip(int id, ByteBuffer body) {
    switch (id) {
      case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> body.get();
      case 0x13, 0x21, 0x22, 0x23 -> body.getShort();
      case 0x02, 0x11, 0x18, 0x27 -> body.getInt();
      case 0x0B -> variable(body);
      case 0x26 -> {
        text(body);
        text(body);
      }
      default -> text(body);
    }
  }

  private static int variable(ByteBuffer body) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = body.get() & 0xFF;
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  private static byte[] variable(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    do {
      out.write(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
      rest >>>= 7;
    } while (rest > 0);
    return out.toByteArray();
  }
}
