package vn.binhduong.gateway.proof.wedge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import vn.binhduong.gateway.proof.wedge.Case.Plan;
import vn.binhduong.gateway.proof.wedge.Case.Scene;
import vn.binhduong.gateway.proof.wedge.Case.Site;

/// Every case.
///
/// The time to come back is made of the settings: a connection that hangs is noticed after
/// `progress-timeout` (3 s), the next attempt comes within `reconnect-max` (1 s) and takes at most
/// `connect-timeout` (3 s); a suspect waits 2 s on a new connection, and a refused topic is tried
/// again after `refresh` (1 s). Ten seconds, and ten for a busy machine.
final class Matrix {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_WHILE = Duration.ofSeconds(8);

  private final List<Case> cases = new ArrayList<>();

  private Matrix() {
    network();
    acknowledgements();
    terms();
    refusals();
    goodbyes();
    nonsense();
    broker();
    messages();
  }

  /// All of them.
  static List<Case> all() {
    return List.copyOf(new Matrix().cases);
  }

  private void add(String name, boolean brief, Supplier<Trouble> trouble) {
    add(name, brief, A_WHILE, Map.of(), scene -> new Plan(trouble.get()));
  }

  private void add(
      String name,
      boolean brief,
      Duration lasts,
      Map<String, String> uplink,
      Function<Scene, Plan> setting) {
    cases.add(new Case(name, brief, lasts, SOON, Site.SHARED, uplink, setting::apply));
  }

  private void network() {
    add("black hole, both ways", true, () -> Troubles.blackHole(true, true));
    add("black hole, up", false, () -> Troubles.blackHole(true, false));
    add("black hole, down", false, () -> Troubles.blackHole(false, true));
    add("half-open", true, Troubles::halfOpen);
    add("reset in mid-packet", true, Troubles::torn);
    Map<String, String> patient = Map.of("progress-timeout", "10s", "connect-timeout", "10s");
    cases.add(
        new Case(
            "1 kB/s",
            true,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Site.SHARED,
            patient,
            scene -> new Plan(Troubles.slow(1_000))));
    cases.add(
        new Case(
            "2 s delay each way",
            true,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Site.SHARED,
            patient,
            scene -> new Plan(Troubles.delayed(Duration.ofSeconds(2)))));
  }

  private void acknowledgements() {
    add("PUBACKs swallowed, all", true, () -> Troubles.pubacks((packet, count, on) -> {}));
    add(
        "PUBACKs swallowed, every third",
        true,
        () ->
            Troubles.pubacks(
                (packet, count, on) -> {
                  if (count % 3 != 0) {
                    on.toGateway(packet.bytes());
                  }
                }));
    add("PUBACKs reordered", true, Troubles::reordered);
    add(
        "PUBACKs duplicated",
        false,
        () ->
            Troubles.pubacks(
                (packet, count, on) -> {
                  on.toGateway(packet.bytes());
                  on.toGateway(packet.bytes());
                }));
    add(
        "PUBACK for an unknown id",
        false,
        () ->
            Troubles.pubacks(
                (packet, count, on) -> {
                  on.toGateway(Packet.puback(60_000 + count % 5_000, 0).bytes());
                  on.toGateway(packet.bytes());
                }));
    for (int code : new int[] {0x80, 0x83, 0x87, 0x90, 0x91, 0x97}) {
      add(
          "PUBACK 0x%02X to all data".formatted(code),
          code == 0x97 || code == 0x90,
          () -> Troubles.refusingData(code));
    }
  }

  private void terms() {
    add(
        "receive maximum 1",
        true,
        A_WHILE,
        Map.of(),
        scene ->
            new Plan(
                Troubles.strict(
                    Packet.property(0x21, 1),
                    (packet, on) -> on.unanswered() > 1,
                    0x93,
                    scene.breaches())));
    add(
        "maximum packet size 1,200 bytes",
        true,
        A_WHILE,
        Map.of(),
        scene ->
            new Plan(
                Troubles.strict(
                    Packet.property(0x27, 1_200),
                    (packet, on) ->
                        packet.type() == Packet.PUBLISH && packet.bytes().length > 1_200,
                    0x95,
                    scene.breaches())));
    add(
        "maximum packet size 512 bytes",
        false,
        () -> Troubles.connack(packet -> packet.with(Packet.property(0x27, 512))));
    add(
        "nothing retained",
        true,
        A_WHILE,
        Map.of(),
        scene -> new Plan(Troubles.keepsNothing(scene.breaches())));
    add(
        "maximum QoS 0",
        false,
        () -> Troubles.connack(packet -> packet.with(Packet.property(0x24, 0))));
    cases.add(
        new Case(
            "server keep alive 1 s",
            true,
            Duration.ofSeconds(9),
            SOON,
            Site.QUIET,
            Map.of(),
            scene -> new Plan(Troubles.keepAlive(scene.breaches()))));
    add(
        "client id assigned",
        false,
        () -> Troubles.connack(packet -> packet.with(Packet.property(0x12, "somebody-else"))));
  }

  private void refusals() {
    for (int code : new int[] {0x86, 0x87, 0x89, 0x8A, 0x97, 0x9F}) {
      add(
          "CONNACK 0x%02X".formatted(code),
          code == 0x89,
          () -> Troubles.refusing(code, new byte[0]));
    }
    for (int code : new int[] {0x9C, 0x9D}) {
      add(
          "CONNACK 0x%02X without a server".formatted(code),
          false,
          () -> Troubles.refusing(code, new byte[0]));
      add(
          "CONNACK 0x%02X with a server".formatted(code),
          code == 0x9D,
          A_WHILE,
          Map.of(),
          scene -> new Plan(new Redirect(code, scene.breaches())));
    }
  }

  private void goodbyes() {
    for (int code : new int[] {0x81, 0x87, 0x8B, 0x8E, 0x93, 0x95, 0x97, 0x98}) {
      add(
          "DISCONNECT 0x%02X".formatted(code),
          code == 0x93 || code == 0x95,
          () -> Troubles.answeredBy(Packet.disconnect(code).bytes(), true));
    }
    add(
        "taken over by another client of this id",
        true,
        A_WHILE,
        Map.of(),
        scene ->
            new Plan(
                Troubles.takenOver(
                    scene.brokerPort(), scene.station().id(), Duration.ofMillis(400))));
  }

  private void nonsense() {
    String[][] answers = {
      {"garbage", "00FFEEDDCCBBAA99887766554433221100"},
      {"remaining length of five bytes", "40FFFFFFFF7F"},
      {"packet of 256 MB announced", "32FFFFFF7F0003"},
      {"truncated PUBACK", "400400"},
      {"PUBACK with a broken property length", "40060001FF7F7F7F"},
      {"CONNACK twice", HexFormat.of().formatHex(Packet.connack(0, new byte[0]).bytes())},
      {"PUBLISH with a topic longer than itself", "300500FF616263"},
      {"packet of type 0", "0000"}
    };
    for (String[] answer : answers) {
      byte[] bytes = HexFormat.of().parseHex(answer[1]);
      add(
          answer[0] + ", connection open",
          answer[0].equals("garbage") || answer[0].equals("CONNACK twice"),
          () -> Troubles.answeredBy(bytes, false));
      add(
          answer[0] + ", then closed",
          answer[0].equals("truncated PUBACK"),
          () -> Troubles.answeredBy(bytes, true));
    }
  }

  private void broker() {
    add("takes connections and says nothing", true, () -> Troubles.door(Trouble.Door.SILENT));
    add("resets every connection", false, () -> Troubles.door(Trouble.Door.RESET));
    add("closes after each CONNACK", true, Troubles::closedAfterConnack);
    cases.add(
        new Case(
            "TLS handshake that stalls",
            true,
            A_WHILE,
            SOON,
            Site.TLS,
            Map.of(),
            scene -> new Plan(Troubles.door(Trouble.Door.SILENT))));
    cases.add(
        new Case(
            "broker killed twice, nothing kept",
            true,
            A_WHILE,
            SOON,
            Site.OWN_BROKER,
            Map.of(),
            scene -> new Plan(Trouble.NONE)));
  }

  private void messages() {
    add(
        "PUBACK 0x99 to one sample",
        true,
        Duration.ofSeconds(12),
        Map.of(),
        scene -> onePlan(scene, false));
    add(
        "broker hangs up at one sample",
        true,
        Duration.ofSeconds(40),
        Map.of("stable-after", "3s"),
        scene -> onePlan(scene, true));
    add(
        "broker hangs up at all data",
        false,
        Duration.ofSeconds(25),
        Map.of("stable-after", "3s"),
        scene -> new Plan(Troubles.diesAfterGreeting(Integer.MAX_VALUE)));
    add(
        "link dies after the greeting, 30 times",
        true,
        Duration.ofSeconds(30),
        Map.of("stable-after", "3s"),
        scene -> new Plan(Troubles.diesAfterGreeting(30)));
  }

  /// One of the samples that come next is guilty.
  private static Plan onePlan(Scene scene, boolean hangsUp) {
    long number = scene.link().greatestSent("snd1") + 20;
    Trouble trouble =
        hangsUp ? Troubles.poison("snd1", number) : Troubles.refusingOne("snd1", number, 0x99);
    return new Plan(trouble, "snd1", number);
  }
}
