package vn.binhduong.gateway.ioc.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkProxyIT {
  private ServerSocket echo;
  private LinkProxy link;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    link = new LinkProxy(0, echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    link.close();
    echo.close();
  }

  @Test
  void bytesPassBothWaysAndAreCounted() throws IOException {
    try (Socket socket = connect()) {
      assertThat(echoed(socket, 'a')).isEqualTo('a');
      assertThat(link.upBytes()).isEqualTo(1);
      assertThat(link.downBytes()).isEqualTo(1);
    }
  }

  // What a gateway sees when a mobile network drops its connections.
  @Test
  void aCutResetsAndRefusesUntilRestored() throws IOException {
    try (Socket socket = connect()) {
      assertThat(echoed(socket, 'a')).isEqualTo('a');
      link.cut(LinkProxy.Cut.RESET);
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(
            () -> {
              try (Socket socket = connect()) {
                echoed(socket, 'b');
                if (socket.getInputStream().read() < 0) {
                  throw new IOException("ended");
                }
              }
            })
        .isInstanceOf(IOException.class);
    link.restore();
    try (Socket socket = connect()) {
      assertThat(echoed(socket, 'c')).isEqualTo('c');
    }
  }

  // What it sees when the radio is lost: nothing, for as long as it lasts; then TCP goes on.
  @Test
  void aSilentCutHoldsBytesUntilRestored() throws IOException {
    try (Socket socket = connect()) {
      assertThat(echoed(socket, 'a')).isEqualTo('a');
      link.cut(LinkProxy.Cut.SILENT);
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> echoed(socket, 'b')).isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(5_000);
      link.restore();
      assertThat(socket.getInputStream().read()).isEqualTo('b');
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static int echoed(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    int answer = socket.getInputStream().read();
    if (answer < 0) {
      throw new IOException("ended");
    }
    return answer;
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = echo.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  } catch (IOException e) {
                    // Reset by the test.
                  }
                });
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }
}
