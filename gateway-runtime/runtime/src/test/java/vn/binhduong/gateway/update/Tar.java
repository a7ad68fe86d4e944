package vn.binhduong.gateway.update;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Writes archives, also such as no honest packager would write.
final class Tar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Tar file(String name, byte[] content) {
    return entry(name, '0', "", content);
  }

  Tar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Tar directory(String name) {
    return entry(name, '5', "", new byte[0]);
  }

  Tar entry(String name, char type, String link, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000755\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format(Locale.ROOT, "%011o\0", content.length));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  byte[] bytes() {
    byte[] content = out.toByteArray();
    byte[] whole = new byte[content.length + 1024];
    System.arraycopy(content, 0, whole, 0, content.length);
    return whole;
  }
}
