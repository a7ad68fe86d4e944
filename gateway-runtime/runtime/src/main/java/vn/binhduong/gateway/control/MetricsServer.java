package vn.binhduong.gateway.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Serves the metrics page on `/metrics` and nothing else. Two threads (`metrics`), at most 16
/// requests waiting.
public final class MetricsServer implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING_MAX = 16;
  private static final int CONNECTIONS_MAX = 32;
  private static final int SECONDS_MAX = 10;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private MetricsServer(HttpServer server, ThreadPoolExecutor threads) {
    this.server = server;
    this.threads = threads;
  }

  /// Listens.
  ///
  /// @param port TCP port; 0 takes a free one, see [#port]
  /// @throws IOException naming address and port, such as when the port is in use
  public static MetricsServer open(String address, int port, Metrics metrics) throws IOException {
    // The JDK's server reads its bounds from system properties, once.
    bound("jdk.httpserver.maxConnections", CONNECTIONS_MAX);
    bound("sun.net.httpserver.maxReqTime", SECONDS_MAX);
    bound("sun.net.httpserver.maxRspTime", SECONDS_MAX);
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(address, port), WAITING_MAX);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "metrics: cannot listen on %s:%d: %s; set metrics.port"
              .formatted(address, port, e.getMessage()),
          e);
    }
    var threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("metrics").daemon().factory());
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, metrics));
    server.start();
    return new MetricsServer(server, threads);
  }

  private static void bound(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  private static void answer(HttpExchange exchange, Metrics metrics) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        send(exchange, 404, "text/plain; charset=utf-8", "Only /metrics is here.\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "text/plain; charset=utf-8", "Only GET.\n");
      } else {
        send(exchange, 200, Metrics.CONTENT_TYPE, metrics.page());
      }
    }
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// The port it listens on.
  public int port() {
    return server.getAddress().getPort();
  }

  /// Ends at once. Idempotent.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
