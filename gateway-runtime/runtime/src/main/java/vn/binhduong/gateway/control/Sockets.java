package vn.binhduong.gateway.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Addresses of Unix domain sockets.
final class Sockets {
  /// Longest path: `sun_path` of unix(7) is 108 bytes with its end, one of which is kept for the
  /// name the socket has before it is ready.
  static final int PATH_BYTES_MAX = 106;

  private Sockets() {}

  static UnixDomainSocketAddress address(Path socket) throws IOException {
    int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > PATH_BYTES_MAX + 1) {
      throw new IOException(
          "control socket %s: expected a path of at most %d bytes, found %d; set control.socket"
              .formatted(socket, PATH_BYTES_MAX, bytes));
    }
    return UnixDomainSocketAddress.of(socket);
  }

  /// A connection; fails at once when nobody listens.
  static SocketChannel connect(Path socket) throws IOException {
    var address = address(socket);
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(address);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
