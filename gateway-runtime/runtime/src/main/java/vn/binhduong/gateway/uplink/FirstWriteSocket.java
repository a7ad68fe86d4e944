package vn.binhduong.gateway.uplink;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A socket that gives nothing, not even the end, before something was written to it.
///
/// An MQTT client speaks first, so nothing is lost by waiting. Paho waits for its receiver thread
/// to be seen running before it sends CONNECT; when a broker closes at once, that thread is over
/// before it is seen, and the waiting one loops for ever: one thread lost for each attempt to
/// connect.
final class FirstWriteSocket extends Socket {
  private static final long WAIT_SECONDS_MAX = 30;

  private final CountDownLatch written = new CountDownLatch(1);

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        awaitWrite();
        return in.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        awaitWrite();
        return in.read(into, offset, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(int value) throws IOException {
        written.countDown();
        out.write(value);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        written.countDown();
        out.write(from, offset, length);
      }
    };
  }

  @Override
  public synchronized void close() throws IOException {
    written.countDown();
    super.close();
  }

  private void awaitWrite() throws IOException {
    try {
      if (!written.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException("nothing was sent within " + WAIT_SECONDS_MAX + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before anything was sent");
    }
  }
}
