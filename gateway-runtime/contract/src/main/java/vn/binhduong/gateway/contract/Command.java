package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/// A request to a gateway: topic class `cmd`. Done at most once for an id, never after its expiry.
///
/// The Correlation Data of the message is the id; the answer goes to `res/<id>`.
public sealed interface Command {
  /// Most bytes of a request.
  int BYTES_MAX = Json.LARGE_BYTES_MAX;

  /// Request id: `[A-Za-z0-9.-]`, 1 to 32 characters.
  String id();

  /// After it the request is refused (`exp`): milliseconds since 1970. Mandatory.
  long expiresAtMillis();

  /// The name of the request (`cmd`), as allow-lists have it.
  default String name() {
    return switch (this) {
      case Replay _ -> "replay";
      case ReadNow _ -> "read-now";
      case Calibrate _ -> "calibrate";
      case Config _ -> "config";
      case Diagnose _ -> "diagnose";
    };
  }

  /// Send these samples again, as `hist`, or their gap.
  ///
  /// @param epoch of the stream (`ep`)
  /// @param device of the stream (`dev`), or `gateway`
  /// @param from first number
  /// @param to last number, at most 10 million after the first
  record Replay(String id, long expiresAtMillis, UUID epoch, String device, long from, long to)
      implements Command {
    /// Most numbers of one request.
    public static final long NUMBERS_MAX = 10_000_000;

    public Replay {
      requireHead(id, expiresAtMillis);
      Ids.requireId("dev", device);
      Ids.requireNumber("from", from);
      Ids.requireBetween("to", to, from, Math.min(from + NUMBERS_MAX - 1, Ids.NUMBER_MAX));
    }
  }

  /// Read a device now; the answer holds its readings, which also go the usual way.
  ///
  /// @param device the device (`dev`)
  record ReadNow(String id, long expiresAtMillis, String device) implements Command {
    public ReadNow {
      requireHead(id, expiresAtMillis);
      Ids.requireId("dev", device);
    }
  }

  /// Mark the readings of a device `CALIBRATING` while somebody works on its instrument. Ends by
  /// itself; given again it replaces the time left.
  ///
  /// @param device the device (`dev`)
  /// @param forSeconds how long (`forS`), 60 to 86,400; 0 ends it now
  record Calibrate(String id, long expiresAtMillis, String device, long forSeconds)
      implements Command {
    /// See `forS`.
    public static final long SECONDS_MIN = 60;

    /// See `forS`.
    public static final long SECONDS_MAX = 86_400;

    public Calibrate {
      requireHead(id, expiresAtMillis);
      Ids.requireId("dev", device);
      if (forSeconds != 0) {
        Ids.requireBetween("forS", forSeconds, SECONDS_MIN, SECONDS_MAX);
      }
    }
  }

  /// Use this configuration; it comes back by itself unless it proves no worse in time.
  ///
  /// @param yaml the whole `gateway.yaml`, at most 200,000 characters
  /// @param confirmSeconds deadline of the confirmation (`confirmS`), 10 to 3600
  record Config(String id, long expiresAtMillis, String yaml, long confirmSeconds)
      implements Command {
    static final int YAML_CHARACTERS_MAX = 200_000;

    public Config {
      requireHead(id, expiresAtMillis);
      Ids.requireText("yaml", yaml, YAML_CHARACTERS_MAX);
      Ids.requireBetween("confirmS", confirmSeconds, 10, 3600);
    }
  }

  /// What is to be diagnosed.
  enum Scope {
    /// Health of every component with its counters.
    HEALTH,
    /// Store and backlog.
    STORE,
    /// Connections and delivery.
    UPLINK,
    /// The last lines of the log.
    LOG
  }

  /// Tell about yourself.
  ///
  /// @param scope what about
  record Diagnose(String id, long expiresAtMillis, Scope scope) implements Command {
    public Diagnose {
      requireHead(id, expiresAtMillis);
    }
  }

  /// UTF-8 JSON.
  default byte[] toJson() {
    ObjectNode node =
        Json.object().put("cmd", name()).put("id", id()).put("exp", expiresAtMillis());
    switch (this) {
      case Replay replay ->
          node.put("ep", replay.epoch().toString())
              .put("dev", replay.device())
              .put("from", replay.from())
              .put("to", replay.to());
      case ReadNow read -> node.put("dev", read.device());
      case Calibrate calibrate ->
          node.put("dev", calibrate.device()).put("forS", calibrate.forSeconds());
      case Config config ->
          node.put("yaml", config.yaml()).put("confirmS", config.confirmSeconds());
      case Diagnose diagnose -> node.put("scope", Fields.kebab(diagnose.scope()));
    }
    return Json.bytes(node);
  }

  /// Reads one; at most 256 KiB, checked first. Whether it has expired is for the caller to say.
  ///
  /// @throws ContractException naming everything that is wrong
  static Command parse(byte[] json) throws ContractException {
    Fields fields = Json.read("command", json, BYTES_MAX);
    String id = fields.id("id");
    long expires = fields.integer("exp", 1, Ids.TIME_MILLIS_MAX);
    return switch (fields.text("cmd", 32)) {
      case "replay" -> {
        UUID epoch = fields.uuid("ep");
        String device = fields.id("dev");
        long from = fields.number("from");
        long to = fields.number("to");
        yield fields.make(() -> new Replay(id, expires, epoch, device, from, to));
      }
      case "read-now" -> {
        String device = fields.id("dev");
        yield fields.make(() -> new ReadNow(id, expires, device));
      }
      case "calibrate" -> {
        String device = fields.id("dev");
        long seconds = fields.integer("forS", 0, Calibrate.SECONDS_MAX);
        yield fields.make(() -> new Calibrate(id, expires, device, seconds));
      }
      case "config" -> {
        String yaml = fields.text("yaml", Config.YAML_CHARACTERS_MAX);
        long confirm = fields.integer("confirmS", 10, 3600);
        yield fields.make(() -> new Config(id, expires, yaml, confirm));
      }
      case "diagnose" -> {
        Scope scope = fields.oneOf("scope", Scope.class);
        yield fields.make(() -> new Diagnose(id, expires, scope));
      }
      default -> {
        if (fields.node().path("cmd").isTextual()) {
          fields.problem("cmd", "one of [replay, read-now, calibrate, config, diagnose]");
        }
        yield fields.make(
            () -> new Diagnose(id, expires, Scope.HEALTH)); // throws: there is a problem
      }
    };
  }

  private static void requireHead(String id, long expiresAtMillis) {
    Ids.requireId("id", id);
    Ids.requireBetween("exp", expiresAtMillis, 1, Ids.TIME_MILLIS_MAX);
  }
}
