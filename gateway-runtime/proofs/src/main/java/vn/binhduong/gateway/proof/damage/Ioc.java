package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.ConsumerSettings;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.proof.ArrivalHandler;

/// The other side: a consumer whose account goes on from what was received before. Thread-safe.
final class Ioc implements ArrivalHandler, AutoCloseable {
  /// A hole this old is asked for; short, because every case waits for it.
  private static final Duration HOLE_AGE = Duration.ofMillis(700);

  private static final int CONNECT_MILLIS_MAX = 10_000;

  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final Accounts accounts;
  private final IocConsumer consumer;

  /// Subscribes, and waits until that is done.
  ///
  /// @param before what this IOC received earlier
  Ioc(int brokerPort, String topicRoot, List<Arrival> before)
      throws IOException, InterruptedException {
    accounts = Accounts.restore(before);
    consumer =
        new IocConsumer(
            ConsumerSettings.of("tcp://127.0.0.1:" + brokerPort, "ioc-" + topicRoot, topicRoot)
                .alone()
                .withHoleAge(HOLE_AGE),
            accounts,
            this,
            InstantSource.system());
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_MILLIS_MAX);
    while (!consumer.connected()) {
      if (System.nanoTime() > deadline) {
        consumer.close();
        throw new IOException("the consumer cannot connect to port " + brokerPort);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  Accounts accounts() {
    return accounts;
  }

  /// Everything that arrived since it was made.
  List<Arrival> arrivals() {
    synchronized (arrivals) {
      return List.copyOf(arrivals);
    }
  }

  /// Messages that break the contract.
  List<String> refused() {
    synchronized (arrivals) {
      return List.copyOf(refused);
    }
  }

  @Override
  public void keep(Arrival arrival) {
    synchronized (arrivals) {
      arrivals.add(arrival);
    }
  }

  @Override
  public void refused(String topic, ContractException problem) {
    synchronized (arrivals) {
      refused.add(topic + ": " + problem.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
