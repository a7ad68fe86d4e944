package vn.binhduong.gateway.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// How fast a backlog leaves: a store filled beforehand, then the program started on it, from the
/// store to the acknowledgement of mosquitto.
final class Drain {
  private static final int SAMPLES = 100_000;
  private static final Pattern BACKLOG = Pattern.compile("gateway_store_backlog_entries (\\d+)");

  private Drain() {}

  static void measure(Path directory, Mosquitto broker, List<String> program) throws Exception {
    System.out.printf("%nDraining %d readings to mosquitto%n", SAMPLES * Filler.CHANNELS);
    for (String encoding : List.of("json", "cbor")) {
      Path here = Files.createDirectories(directory.resolve(encoding));
      fill(here.resolve("data"));
      System.out.printf(
          "%-40s %,12.0f readings/s%n",
          encoding.equals("cbor") ? "cbor+zlib" : encoding,
          drained(here, broker, program, encoding));
    }
  }

  private static void fill(Path data) throws InterruptedException {
    try (Store store =
        Store.open(StoreSettings.DEFAULTS, data, GatewayClock::bootTime, Instant::now)) {
      new Filler(store).append(SAMPLES);
    }
  }

  private static double drained(
      Path directory, Mosquitto broker, List<String> program, String encoding) throws Exception {
    int port = Loopback.freePort();
    Path config = directory.resolve("gateway.yaml");
    Files.writeString(
        config,
        """
        gateway: {id: DRAIN-%s, data-directory: "%s", profile: demo}
        uplink: {broker: "%s", encoding: %s, compress: %s, history-share: 100}
        metrics: {port: %d}
        """
            .formatted(
                encoding,
                directory.resolve("data"),
                broker.uri("mqtt"),
                encoding,
                encoding.equals("cbor"),
                port));
    try (Child child = new Child(Bench.run(program, config));
        HttpClient client = HttpClient.newHttpClient()) {
      child.await("uplink: connected");
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
      long begin = System.nanoTime();
      long first = backlog(client, request);
      long left = first;
      while (left > first / 100) {
        Thread.sleep(Duration.ofMillis(100));
        left = backlog(client, request);
      }
      return (first - left) * (double) Filler.CHANNELS * 1e9 / (System.nanoTime() - begin);
    }
  }

  private static long backlog(HttpClient client, HttpRequest request) throws Exception {
    String page = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher matcher = BACKLOG.matcher(page);
    if (!matcher.find()) {
      throw new IllegalStateException("no backlog on the page: " + page);
    }
    return Long.parseLong(matcher.group(1));
  }
}
