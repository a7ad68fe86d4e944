package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/// Sends what gateways in this process log, and print, to a file, until closed. Whatever logging
/// library is on the class path writes to the standard streams in the end.
final class Logging implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final PrintStream file;

  Logging(Path path) throws IOException {
    OutputStream stream =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    file = new PrintStream(stream, true, StandardCharsets.UTF_8);
    System.setOut(file);
    System.setErr(file);
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
      handler.close();
    }
    root.addHandler(
        new StreamHandler(file, new SimpleFormatter()) {
          @Override
          public synchronized void publish(java.util.logging.LogRecord message) {
            super.publish(message);
            flush();
          }
        });
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    file.close();
  }
}
