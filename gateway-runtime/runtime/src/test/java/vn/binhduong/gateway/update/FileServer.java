package vn.binhduong.gateway.update;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An https server on loopback that gives one content, with ranges, and breaks off where a test
/// says so.
public final class FileServer implements AutoCloseable {
  private static final char[] PASSWORD = "secret".toCharArray();

  /// Range and If-Range of each request.
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /// What signs its certificate: itself.
  public final Path certificate;

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /// What it gives.
  public volatile byte[] content = new byte[0];

  /// Of the content.
  public volatile String etag = "\"one\"";

  /// What it answers with.
  public volatile int status = 200;

  /// Bytes after which each answer breaks off.
  public volatile int breakAfter = Integer.MAX_VALUE;

  /// Whether it stays silent instead of breaking off.
  volatile boolean silent;

  /// Starts it.
  ///
  /// @param name that the certificate is made for
  public FileServer(Path directory, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    certificate = directory.resolve(name + ".pem");
    Path key = directory.resolve(name + ".key");
    Path store = directory.resolve(name + ".p12");
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN="
            + name
            + " -addext subjectAltName=DNS:"
            + name
            + " -keyout "
            + key
            + " -out "
            + certificate);
    openssl(
        "pkcs12 -export -passout pass:secret -inkey "
            + key
            + " -in "
            + certificate
            + " -out "
            + store);
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

  private static void openssl(String arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(("openssl " + arguments).split(" ")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("openssl " + arguments);
    }
  }

  /// Of the content.
  public String address() {
    return "https://localhost:" + server.getAddress().getPort() + "/p.update";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    requests.add(range + " " + condition);
    exchange.getResponseHeaders().set("ETag", etag);
    int from = 0;
    int code = status;
    if (status == 200 && range != null && etag.equals(condition)) {
      from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
      code = 206;
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    if (status >= 300 && status < 400) {
      exchange.getResponseHeaders().set("Location", "https://localhost/elsewhere");
    }
    exchange.sendResponseHeaders(code, content.length - from);
    int length = Math.min(content.length - from, breakAfter);
    exchange.getResponseBody().write(content, from, length);
    exchange.getResponseBody().flush();
    if (silent && length < content.length - from) {
      return; // neither content nor end
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
