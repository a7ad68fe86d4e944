package vn.binhduong.gateway.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Connections that end, by the broker or by us, at the moment at which their threads are starting
/// or going to wait; on loopback.
class DiscardIT {
  private static final String ID = "discard";
  private static final int AT_A_TIME = 40;
  private static final int ROUNDS = 10;

  /// Longest time after which a connection is cut by us; by then the threads of Paho are started,
  /// each of which takes it a tenth of a second.
  private static final int CUT_MICROS_MAX = 600_000;

  private static final long ANSWER_MICROS_MAX = 10_000_000;

  /// "Server unavailable" (MQTT 5.0, 3.2.2.2).
  private static final byte[] REFUSAL = HexFormat.of().parseHex("2003008800");

  @Test
  void noThreadStaysBehind() throws Exception {
    try (ServerSocket broker = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
      Thread.ofPlatform().daemon().start(() -> refuse(broker));
      Publisher.Source source =
          PahoPublisher.source(
              TestSettings.on(broker.getLocalPort()).make(), ID, true, new Meter(false));
      List<Future<?>> rounds = new ArrayList<>();
      for (int i = 0; i < AT_A_TIME; i++) {
        Random random = new Random(i);
        rounds.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    connectAndDiscard(
                        source,
                        random.nextBoolean() ? ANSWER_MICROS_MAX : random.nextInt(CUT_MICROS_MAX));
                  }
                  return null;
                }));
      }
      for (Future<?> round : rounds) {
        round.get();
      }
    }
    Wait.until(() -> threads().toString(), Duration.ofSeconds(15), () -> threads().isEmpty());
  }

  private static void connectAndDiscard(Publisher.Source source, long cutMicros) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Publisher publisher =
        source.open(
            1,
            new Outgoing("bd/will", new byte[0], false, "text/plain", true, Map.of(), null),
            signal -> {
              if (signal instanceof Signal.Ended) {
                ended.countDown();
              }
            });
    publisher.connect();
    boolean _ = ended.await(cutMicros, TimeUnit.MICROSECONDS);
    publisher.discard();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(one -> one.getKey().getName().endsWith(": " + ID))
        .map(one -> one.getKey().getName() + " at " + List.of(one.getValue()))
        .sorted()
        .toList();
  }

  /// Answers every CONNECT with a refusal, and hangs up.
  private static void refuse(ServerSocket broker) {
    while (!broker.isClosed()) {
      try {
        Socket taken = broker.accept();
        Thread.ofVirtual().start(() -> answer(taken));
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }
  }

  private static void answer(Socket taken) {
    try (taken) {
      InputStream in = taken.getInputStream();
      if (in.read(new byte[1024]) >= 0) {
        taken.getOutputStream().write(REFUSAL);
      }
    } catch (IOException e) {
      // Cut by the other side.
    }
  }
}
