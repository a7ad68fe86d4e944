package vn.binhduong.gateway.ioc.standin;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The terminal: raw keys and a screen that is redrawn in place, or nothing but plain lines when
/// output is not a terminal. Restores the terminal when closed. Not thread-safe but for [#close].
final class Terminal implements AutoCloseable {
  private static final String ALTERNATE_SCREEN = "\u001b[?1049h\u001b[?25l";
  private static final String NORMAL_SCREEN = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final int COMMAND_SECONDS_MAX = 5;

  private final PrintStream out = System.out;
  private final boolean screen;
  private final @Nullable String saved;
  private boolean closed;

  /// @param wanted whether to take the screen if there is one
  Terminal(boolean wanted) {
    String settings = null;
    boolean terminal = wanted && interactive();
    if (terminal) {
      settings = stty("-g");
      // Without signals: Ctrl-C arrives as a key, so it does not hit the gateway as well.
      terminal =
          settings != null && stty("-icanon", "-echo", "-isig", "min", "1", "time", "0") != null;
    }
    this.saved = settings;
    this.screen = terminal;
    if (screen) {
      out.print(ALTERNATE_SCREEN);
      out.flush();
    }
  }

  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
  private static boolean interactive() {
    return System.console() != null && System.console().isTerminal();
  }

  /// Whether it is a screen with keys.
  boolean isScreen() {
    return screen;
  }

  /// Gives every key pressed to `key`, on a thread of its own.
  void keys(IntConsumer key) {
    if (!screen) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("keys")
        .start(
            () -> {
              try {
                InputStream in = System.in;
                for (int c = in.read(); c >= 0; c = in.read()) {
                  key.accept(c);
                }
              } catch (IOException e) {
                // No more keys.
              }
            });
  }

  /// Width and height, 80 by 24 when unknown.
  int[] size() {
    String text = screen ? stty("size") : null;
    if (text != null && text.matches("[0-9]+ [0-9]+")) {
      String[] parts = text.split(" ", -1);
      int rows = Integer.parseInt(parts[0]);
      int columns = Integer.parseInt(parts[1]);
      if (rows > 0 && columns > 0) {
        return new int[] {columns, rows};
      }
    }
    return new int[] {80, 24};
  }

  /// Shows a screen in place of the one before.
  synchronized void draw(List<String> lines) {
    if (closed) {
      return;
    }
    StringBuilder text = new StringBuilder(HOME);
    for (int i = 0; i < lines.size(); i++) {
      text.append(lines.get(i)).append(CLEAR_LINE).append(i + 1 < lines.size() ? "\r\n" : "");
    }
    out.print(text.append(CLEAR_BELOW));
    out.flush();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (screen) {
      out.print(NORMAL_SCREEN);
      out.flush();
    }
    if (saved != null) {
      stty(saved);
    }
  }

  private static @Nullable String stty(String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectInput(new File("/dev/tty")).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0
          ? output
          : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
