package vn.binhduong.gateway.proof.site;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.standin.Desk;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;
import vn.binhduong.gateway.ioc.standin.Reckoning;
import vn.binhduong.gateway.ioc.standin.SchemaCheck;
import vn.binhduong.gateway.ioc.verify.Outage;
import vn.binhduong.gateway.ioc.verify.TruthFollower;
import vn.binhduong.gateway.ioc.verify.Verdict;

/// The far side: mosquitto, a consumer, and everything that came. Thread-safe.
public final class Ioc implements AutoCloseable {
  private static final Duration HOLE_AGE = Duration.ofSeconds(30);
  private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
  private static final long TICK_MILLIS = 50;

  private final int port;
  private final Mosquitto broker;
  private final Desk desk;
  private final Accounts accounts = new Accounts();
  private final Feed feed;
  private final IocConsumer consumer;

  /// Starts it.
  ///
  /// @throws IOException when mosquitto is missing or does not start
  public Ioc(Path directory) throws IOException, InterruptedException {
    port = Loopback.freePort();
    broker = new Mosquitto(directory, port);
    broker.start();
    desk = new Desk(directory.resolve("received.jsonl"), new SchemaCheck(Site.TOPIC_ROOT));
    feed = new Feed(desk);
    consumer =
        new IocConsumer(
            ConsumerSettings.of("tcp://127.0.0.1:" + port, "proof-ioc", Site.TOPIC_ROOT)
                .withHoleAge(HOLE_AGE),
            accounts,
            feed,
            InstantSource.system());
    long deadline = System.nanoTime() + CONNECT_MAX.toNanos();
    while (!consumer.connected()) {
      if (System.nanoTime() > deadline) {
        close();
        throw new IOException("the consumer did not connect to mosquitto on port " + port);
      }
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
  }

  /// Port of the broker.
  public int port() {
    return port;
  }

  /// What came, by gateway.
  public Feed feed() {
    return feed;
  }

  /// Delivers what the sites still hold, and judges: restores their links, starts their gateways
  /// without instruments, waits until every account closes, and compares all that came with all
  /// that was emitted.
  ///
  /// @param outages when their processes ended, each with what it may have cost
  /// @param patience how long the delivery may take
  public Verdict settle(List<Site> sites, List<Outage> outages, Duration patience)
      throws IOException, InterruptedException {
    List<Path> truthLogs = sites.stream().flatMap(site -> site.truthLogs().stream()).toList();
    Reckoning reckoning = new Reckoning(desk, accounts, new TruthFollower(truthLogs));
    long since = System.currentTimeMillis();
    for (Site site : sites) {
      site.link().restore();
      site.start(Duration.ofMillis(200), false, words -> words);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reckoning.settled(since) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
    }
    for (Site site : sites) {
      site.stop(Duration.ofSeconds(10));
    }
    return reckoning.verdict(outages);
  }

  /// Messages that are not as the contract says, such as.
  public List<String> invalid() {
    return desk.invalid() == 0 ? List.of() : desk.problems();
  }

  @Override
  public void close() throws IOException {
    consumer.close();
    desk.close();
    broker.close();
  }
}
