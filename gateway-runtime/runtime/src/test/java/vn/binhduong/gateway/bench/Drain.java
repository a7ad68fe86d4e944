package vn.binhduong.gateway.bench;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// How fast a backlog leaves: a store filled beforehand, then the program started on it, from the
/// store to the acknowledgement of mosquitto.
final class Drain {
  private static final int DEVICES = 30;
  private static final int CHANNELS = 7;
  private static final int SAMPLES = 100_000;
  private static final Pattern BACKLOG = Pattern.compile("gateway_store_backlog_entries (\\d+)");

  private Drain() {}

  static void measure(Path directory, Mosquitto broker) throws Exception {
    System.out.printf("%nDraining %d readings to mosquitto%n", SAMPLES * CHANNELS);
    for (String encoding : List.of("json", "cbor")) {
      Path here = Files.createDirectories(directory.resolve(encoding));
      fill(here.resolve("data"));
      System.out.printf(
          "%-40s %,12.0f readings/s%n",
          encoding.equals("cbor") ? "cbor+zlib" : encoding, drained(here, broker, encoding));
    }
  }

  private static void fill(Path data) throws InterruptedException {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      channels.add(new Channel("c" + i, Unit.CELSIUS, -100, 1000, "channel"));
    }
    BootTime end = GatewayClock.bootTime();
    try (Store store =
        Store.open(StoreSettings.DEFAULTS, data, GatewayClock::bootTime, Instant::now)) {
      for (int i = 0; i < SAMPLES; i++) {
        List<Reading> readings = new ArrayList<>();
        for (int c = 0; c < CHANNELS; c++) {
          readings.add(
              channels.get(c).reading(Math.round(200 + 50 * Math.sin(i / 300.0 + c)) / 10.0));
        }
        long nanos = end.nanos() - (long) (SAMPLES - i) * 10_000_000L;
        var sample =
            new Sample("d" + i % DEVICES, new BootTime(end.boot(), Math.max(0, nanos)), readings);
        while (!store.append(sample)) {
          Thread.sleep(Duration.ofMillis(5));
        }
      }
    }
  }

  private static double drained(Path directory, Mosquitto broker, String encoding)
      throws Exception {
    int port;
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
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
    try (Child child =
            Child.java(
                Bench.TUNED, "vn.binhduong.gateway.Main", "run", "--config", config.toString());
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
      return (first - left) * (double) CHANNELS * 1e9 / (System.nanoTime() - begin);
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
