package vn.binhduong.gateway.ioc.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An https server on loopback for the files of one directory, with a certificate of its own.
final class PackageServer implements AutoCloseable {
  private static final char[] PASSWORD = "loopback".toCharArray();
  private static final int THREADS = 2;
  private static final int OPENSSL_SECONDS_MAX = 30;

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Path directory;

  /// Starts it.
  ///
  /// @param directory whose files it gives
  /// @param certificate PEM file that is made, by which it is believed
  PackageServer(Path directory, Path certificate)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.directory = directory;
    Path key = Files.createTempFile(directory, "server", ".key");
    Path store = directory.resolve("server.p12");
    openssl(
        List.of(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString()));
    openssl(
        List.of(
            "pkcs12",
            "-export",
            "-passout",
            "pass:" + new String(PASSWORD),
            "-inkey",
            key.toString(),
            "-in",
            certificate.toString(),
            "-out",
            store.toString()));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static void openssl(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(OPENSSL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("openssl %s failed".formatted(arguments.getFirst()));
    }
  }

  /// The address of one of the files.
  URI address(Path file) {
    return URI.create(
        "https://localhost:%d/%s".formatted(server.getAddress().getPort(), file.getFileName()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = directory.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
      if (!file.toString().endsWith(".update") || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.sendResponseHeaders(200, Files.size(file));
      Files.copy(file, exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
