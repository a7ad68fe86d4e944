package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/// Everything that is ever wrong between a gateway and its broker. Each is made for one case and
/// holds what it saw of it.
final class Troubles {
  /// Age of a connection from which on a trouble that waits for data strikes.
  private static final long OLD_MILLIS = 300;

  private Troubles() {}

  private static boolean isData(Packet packet) {
    return packet.type() == Packet.PUBLISH && !packet.retain();
  }

  /// Bytes vanish.
  ///
  /// @param up those of the gateway
  /// @param down those of the broker
  static Trouble blackHole(boolean up, boolean down) {
    return new Trouble() {
      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        if (!up) {
          on.toBroker(packet.bytes());
        }
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) {
        if (!down) {
          on.toGateway(packet.bytes());
        }
      }
    };
  }

  /// The side of the broker is gone and the gateway is not told; new connections are well.
  static Trouble halfOpen() {
    Set<Integer> dead = ConcurrentHashMap.newKeySet();
    return new Trouble() {
      @Override
      public void begins(MqttLink link) {
        link.open()
            .forEach(
                on -> {
                  dead.add(on.number());
                  on.resetBroker();
                });
      }

      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        if (!dead.contains(on.number())) {
          on.toBroker(packet.bytes());
        }
      }
    };
  }

  /// Each connection ends in the middle of a packet, in turn one of the gateway and one of the
  /// broker.
  static Trouble torn() {
    return new Trouble() {
      @Override
      public void up(Packet packet, MqttLink.Connection on) throws IOException {
        if (on.number() % 2 == 0 && isData(packet)) {
          on.toBrokerTorn(packet.bytes());
        } else {
          on.toBroker(packet.bytes());
        }
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) throws IOException {
        if (on.number() % 2 == 1 && on.acknowledged() > 2) {
          on.toGatewayTorn(packet.bytes());
        } else {
          on.toGateway(packet.bytes());
        }
      }
    };
  }

  /// A line so slow.
  static Trouble slow(int bytesPerSecond) {
    return new Trouble() {
      @Override
      public int bytesPerSecond() {
        return bytesPerSecond;
      }
    };
  }

  /// A line so long.
  static Trouble delayed(Duration each) {
    return new Trouble() {
      @Override
      public Duration delay() {
        return each;
      }
    };
  }

  /// What becomes of the acknowledgements of a connection.
  @FunctionalInterface
  interface Acknowledging {
    /// @param count of this one over this connection, from 1
    void puback(Packet packet, int count, MqttLink.Connection on);
  }

  /// Something is done to acknowledgements.
  static Trouble pubacks(Acknowledging how) {
    Map<Integer, AtomicInteger> counts = new ConcurrentHashMap<>();
    return new Trouble() {
      @Override
      public void down(Packet packet, MqttLink.Connection on) {
        if (packet.type() == Packet.PUBACK) {
          int count =
              counts.computeIfAbsent(on.number(), n -> new AtomicInteger()).incrementAndGet();
          how.puback(packet, count, on);
        } else {
          on.toGateway(packet.bytes());
        }
      }
    };
  }

  /// Acknowledgements come in pairs, the later one first.
  static Trouble reordered() {
    Map<Integer, Packet> held = new ConcurrentHashMap<>();
    return pubacks(
        (packet, count, on) -> {
          Packet before = held.remove(on.number());
          if (before == null && count > 1) {
            held.put(on.number(), packet);
            return;
          }
          on.toGateway(packet.bytes());
          if (before != null) {
            on.toGateway(before.bytes());
          }
        });
  }

  /// The broker's CONNACK says something else.
  static Trouble connack(UnaryOperator<Packet> change) {
    return new Trouble() {
      @Override
      public void begins(MqttLink link) {
        link.open().forEach(MqttLink.Connection::reset);
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) {
        on.toGateway(
            packet.type() == Packet.CONNACK ? change.apply(packet).bytes() : packet.bytes());
      }
    };
  }

  /// A CONNACK that says something else, and a broker that means it: it ends the connection, and we
  /// note it, when the gateway does what it may not.
  ///
  /// @param breach whether the gateway may not do this
  /// @param reasonCode of the DISCONNECT
  static Trouble strict(
      byte[] property,
      BiPredicate<Packet, MqttLink.Connection> breach,
      int reasonCode,
      List<String> breaches) {
    Trouble lenient = connack(packet -> packet.with(property));
    return new Trouble() {
      @Override
      public void begins(MqttLink link) throws IOException {
        lenient.begins(link);
      }

      @Override
      public void up(Packet packet, MqttLink.Connection on) throws IOException {
        if (breach.test(packet, on)) {
          breaches.add(
              "packet of type %d, %d bytes, topic '%s'"
                  .formatted(packet.type(), packet.bytes().length, packet.topic()));
          on.toGateway(Packet.disconnect(reasonCode).bytes());
          on.finish();
          return;
        }
        on.toBroker(packet.bytes());
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) throws IOException {
        lenient.down(packet, on);
      }
    };
  }

  /// The broker keeps nothing, and refuses a CONNECT with a Will that is to be kept.
  static Trouble keepsNothing(List<String> breaches) {
    Trouble strict =
        strict(
            Packet.property(0x25, 0),
            (packet, on) -> packet.type() == Packet.PUBLISH && packet.retain(),
            0x9A,
            breaches);
    return new Trouble() {
      @Override
      public void begins(MqttLink link) throws IOException {
        strict.begins(link);
      }

      @Override
      public void up(Packet packet, MqttLink.Connection on) throws IOException {
        if (packet.type() == 1 && packet.hasRetainedWill()) {
          on.toGateway(Packet.connack(0x9A, new byte[0]).bytes());
          on.finish();
          return;
        }
        strict.up(packet, on);
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) throws IOException {
        strict.down(packet, on);
      }
    };
  }

  /// The broker demands a packet every second.
  static Trouble keepAlive(List<String> breaches) {
    Trouble strict = connack(packet -> packet.with(Packet.property(0x13, 1)));
    return new Trouble() {
      private volatile boolean over;

      @Override
      public void begins(MqttLink link) throws IOException {
        strict.begins(link);
        Thread.ofVirtual().start(() -> watch(link));
      }

      @Override
      public void ends(MqttLink link) {
        over = true;
      }

      private void watch(MqttLink link) {
        try {
          while (!over) {
            for (MqttLink.Connection on : link.open()) {
              // One and a half times the interval (3.1.2.10), and a moment for a busy machine.
              if (on.acknowledged() > 0 && on.silentMillis() > 2_000) {
                breaches.add("silent for %d ms".formatted(on.silentMillis()));
                on.reset();
              }
            }
            TimeUnit.MILLISECONDS.sleep(50);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) throws IOException {
        strict.down(packet, on);
      }
    };
  }

  /// Every CONNECT is refused.
  static Trouble refusing(int reasonCode, byte[] properties) {
    return new Trouble() {
      @Override
      public void begins(MqttLink link) {
        link.open().forEach(MqttLink.Connection::reset);
      }

      @Override
      public Door door(int connection) {
        return Door.FORGED;
      }

      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        on.toGateway(Packet.connack(reasonCode, properties).bytes());
        on.finish();
      }
    };
  }

  /// Every message with data is refused, and not passed on.
  static Trouble refusingData(int reasonCode) {
    return new Trouble() {
      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        if (isData(packet)) {
          on.toGateway(Packet.puback(packet.id(), reasonCode).bytes());
        } else {
          on.toBroker(packet.bytes());
        }
      }
    };
  }

  /// Each message that carries this number is refused, and not passed on.
  static Trouble refusingOne(String device, long number, int reasonCode) {
    return new Trouble() {
      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        if (packet.carries(device, number)) {
          on.toGateway(Packet.puback(packet.id(), reasonCode).bytes());
        } else {
          on.toBroker(packet.bytes());
        }
      }
    };
  }

  /// Instead of an answer to the first data of a connection that has lasted a moment, these bytes
  /// come, and then the end.
  static Trouble answeredBy(byte[] bytes, boolean end) {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    return new Trouble() {
      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        if (isData(packet) && on.millis() > OLD_MILLIS && done.add(on.number())) {
          on.babble(bytes);
          if (end) {
            on.finish();
          }
          return;
        }
        if (!done.contains(on.number())) {
          on.toBroker(packet.bytes());
        }
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) {
        if (!done.contains(on.number())) {
          on.toGateway(packet.bytes());
        }
      }
    };
  }

  /// Nobody gets further than the door.
  static Trouble door(Trouble.Door door) {
    return new Trouble() {
      @Override
      public void begins(MqttLink link) {
        link.open().forEach(MqttLink.Connection::reset);
      }

      @Override
      public Door door(int connection) {
        return door;
      }
    };
  }

  /// Each connection ends as soon as the broker has said yes.
  static Trouble closedAfterConnack() {
    return new Trouble() {
      @Override
      public void begins(MqttLink link) {
        link.open().forEach(MqttLink.Connection::reset);
      }

      @Override
      public void down(Packet packet, MqttLink.Connection on) {
        on.toGateway(packet.bytes());
        if (packet.type() == Packet.CONNACK) {
          on.finish();
        }
      }
    };
  }

  /// The link of each of so many connections dies with the first data after its greeting, whatever
  /// that is.
  static Trouble diesAfterGreeting(int connections) {
    AtomicInteger died = new AtomicInteger();
    return new Trouble() {
      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        if (isData(packet) && died.incrementAndGet() <= connections) {
          on.reset();
          return;
        }
        on.toBroker(packet.bytes());
      }
    };
  }

  /// The broker hangs up at each message that carries this number.
  static Trouble poison(String device, long number) {
    return new Trouble() {
      @Override
      public void up(Packet packet, MqttLink.Connection on) {
        if (packet.carries(device, number)) {
          on.reset();
          return;
        }
        on.toBroker(packet.bytes());
      }
    };
  }

  /// A second client of the same id comes again and again and throws the gateway off.
  static Trouble takenOver(int brokerPort, String clientId, Duration every) {
    List<Socket> theirs = new CopyOnWriteArrayList<>();
    return new Trouble() {
      private volatile boolean over;

      @Override
      public void begins(MqttLink link) {
        Thread.ofVirtual().start(this::fight);
      }

      @Override
      public void ends(MqttLink link) throws IOException {
        over = true;
        for (Socket socket : theirs) {
          socket.close();
        }
      }

      private void fight() {
        try {
          while (!over) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            theirs.add(socket);
            OutputStream out = socket.getOutputStream();
            out.write(Packet.connect(clientId, 60).bytes());
            out.flush();
            TimeUnit.MILLISECONDS.sleep(every.toMillis());
          }
        } catch (IOException e) {
          // The broker is away; enough of it.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }
}
