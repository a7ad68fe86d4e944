package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a gateway says of itself, as a record of the gateway stream: its kind is the name, its JSON
/// object the string value.
public sealed interface GatewayEvent {
  /// Most characters of a sentence for people.
  int TEXT_CHARACTERS_MAX = 500;

  /// The name it travels under.
  String kind();

  /// Its content: a JSON object.
  String toJson();

  /// Numbers that will never come: every number of a stream is either delivered or in a gap.
  ///
  /// @param epoch of the stream (`ep`)
  /// @param device of the stream (`dev`)
  /// @param from first missing number
  /// @param to last missing number
  /// @param why the reason; after THINNED aggregates follow as `hist`
  record Gap(UUID epoch, String device, long from, long to, Why why) implements GatewayEvent {
    /// See [GatewayEvent#kind()].
    public static final String KIND = "gap";

    public Gap {
      Ids.requireId("dev", device);
      Ids.requireNumber("from", from);
      Ids.requireBetween("to", to, from, Ids.NUMBER_MAX);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String toJson() {
      ObjectNode node = Json.object().put("ep", epoch.toString()).put("dev", device);
      node.put("from", from).put("to", to).put("why", Fields.kebab(why));
      return Json.text(node);
    }
  }

  /// How much an alarm matters.
  enum Severity {
    /// To know.
    INFO,
    /// To be looked at.
    WARNING,
    /// Data is or will be lost.
    CRITICAL
  }

  /// A condition of the gateway or of a device begins or ends.
  ///
  /// @param code stable name of the condition: 1 to 32 characters of `A-Z a-z 0-9 . -`
  /// @param severity how much it matters
  /// @param active true when it begins, false when it ends
  /// @param device which device it is about (`dev`); null for the gateway
  /// @param text one sentence for people, at most 500 characters
  record Alarm(String code, Severity severity, boolean active, @Nullable String device, String text)
      implements GatewayEvent {
    /// See [GatewayEvent#kind()].
    public static final String KIND = "alarm";

    public Alarm {
      Ids.requireId("code", code);
      if (device != null) {
        Ids.requireId("dev", device);
      }
      Ids.requireText("text", text, TEXT_CHARACTERS_MAX);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String toJson() {
      ObjectNode node = Json.object().put("code", code).put("severity", Fields.kebab(severity));
      node.put("active", active);
      Json.putPresent(node, "dev", device);
      return Json.text(node.put("text", text));
    }
  }

  /// Health of a device, as the gateway sees it.
  enum Health {
    /// Not yet opened.
    STARTING,
    /// Answers as it should.
    OK,
    /// Answers, with losses or bad readings.
    DEGRADED,
    /// Does not answer; tried again.
    UNAVAILABLE,
    /// Needs other settings; waits for them.
    MISCONFIGURED,
    /// A call into its driver does not return.
    STUCK,
    /// Not in use.
    CLOSED
  }

  /// A device changed its health, to the worse or to the better.
  ///
  /// @param device the device (`dev`)
  /// @param health its health now
  /// @param text the cause, one sentence, at most 500 characters
  record SensorFault(String device, Health health, String text) implements GatewayEvent {
    /// See [GatewayEvent#kind()].
    public static final String KIND = "sensor";

    public SensorFault {
      Ids.requireId("dev", device);
      Ids.requireText("text", text, TEXT_CHARACTERS_MAX);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String toJson() {
      return Json.text(
          Json.object().put("dev", device).put("health", Fields.kebab(health)).put("text", text));
    }
  }

  /// Another instrument stands at the place of a device than before. The stream and its numbers go
  /// on; its values are those of the new one from here.
  ///
  /// @param device the device (`dev`)
  /// @param serial of the instrument now, at most 64 characters
  /// @param former serial of the one before, at most 64 characters
  record Replaced(String device, String serial, String former) implements GatewayEvent {
    /// See [GatewayEvent#kind()].
    public static final String KIND = "instrument";

    /// Most characters of a serial.
    public static final int SERIAL_CHARACTERS_MAX = 64;

    public Replaced {
      Ids.requireId("dev", device);
      Ids.requireText("serial", serial, SERIAL_CHARACTERS_MAX);
      Ids.requireText("former", former, SERIAL_CHARACTERS_MAX);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String toJson() {
      return Json.text(
          Json.object().put("dev", device).put("serial", serial).put("former", former));
    }
  }

  /// The wall clock was set, or its state changed.
  ///
  /// @param boot the boot it is about
  /// @param state the state from now on
  /// @param offsetMillis new wall time minus old, at the moment of the change (`offsetMs`); at most
  ///   2^53-1 either way
  /// @param errorMillis greatest error of times computed back to before it (`errorMs`), at least 0
  record ClockCorrection(UUID boot, ClockState state, long offsetMillis, long errorMillis)
      implements GatewayEvent {
    /// See [GatewayEvent#kind()].
    public static final String KIND = "clock";

    public ClockCorrection {
      Ids.requireBetween("offsetMs", offsetMillis, -Ids.NUMBER_MAX, Ids.NUMBER_MAX);
      Ids.requireBetween("errorMs", errorMillis, 0, Ids.NUMBER_MAX);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String toJson() {
      ObjectNode node = Json.object().put("boot", boot.toString()).put("state", state.name());
      return Json.text(node.put("offsetMs", offsetMillis).put("errorMs", errorMillis));
    }
  }

  /// What became of a configuration.
  enum ConfigOutcome {
    /// In use, waiting for confirmation.
    APPLIED,
    /// In use for good.
    CONFIRMED,
    /// Not valid; nothing changed.
    REFUSED,
    /// Not confirmed in time or worse than before; the old one is back.
    REVERTED
  }

  /// A configuration was offered or took effect.
  ///
  /// @param outcome what became of it
  /// @param sha256 of the configuration file, 64 characters of `0-9 a-f`
  /// @param by who asked for it, such as `cmd r-17`, `lwm2m` or a user of the machine; at most 100
  ///   characters
  /// @param problems why it was refused or reverted; at most 32 of at most 200 characters
  record ConfigResult(ConfigOutcome outcome, String sha256, String by, List<String> problems)
      implements GatewayEvent {
    /// See [GatewayEvent#kind()].
    public static final String KIND = "config";

    /// See `by`.
    public static final int BY_CHARACTERS_MAX = 100;

    /// See `problems`.
    public static final int PROBLEMS_MAX = 32;

    /// See `problems`.
    public static final int PROBLEM_CHARACTERS_MAX = 200;

    public ConfigResult {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "sha256: expected 64 characters of 0-9 a-f, found " + Problem.shown(sha256));
      }
      Ids.requireText("by", by, BY_CHARACTERS_MAX);
      problems = List.copyOf(problems);
      Ids.requireBetween("problems: number", problems.size(), 0, PROBLEMS_MAX);
      for (String problem : problems) {
        Ids.requireText("problems", problem, PROBLEM_CHARACTERS_MAX);
      }
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String toJson() {
      ObjectNode node =
          Json.object().put("outcome", Fields.kebab(outcome)).put("sha256", sha256).put("by", by);
      problems.forEach(node.putArray("problems")::add);
      return Json.text(node);
    }
  }

  /// What became of an update.
  enum UpdateOutcome {
    /// In its slot, not yet running.
    INSTALLED,
    /// Running, waiting for confirmation.
    STARTED,
    /// Running for good.
    CONFIRMED,
    /// Not accepted: signature, version, space.
    REFUSED,
    /// Worse than before; the old version is back.
    REVERTED
  }

  /// An update of the program went one step on.
  ///
  /// @param outcome what became of it
  /// @param version the version it is about, at most 64 characters
  /// @param text one sentence for people, at most 500 characters
  record UpdateResult(UpdateOutcome outcome, String version, String text) implements GatewayEvent {
    /// See [GatewayEvent#kind()].
    public static final String KIND = "update";

    static final int VERSION_CHARACTERS_MAX = 64;

    public UpdateResult {
      Ids.requireText("version", version, VERSION_CHARACTERS_MAX);
      Ids.requireText("text", text, TEXT_CHARACTERS_MAX);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String toJson() {
      ObjectNode node = Json.object().put("outcome", Fields.kebab(outcome));
      return Json.text(node.put("version", version).put("text", text));
    }
  }

  /// An event of a kind that this version of the contract does not know; it still has its number.
  ///
  /// @param kind its name
  /// @param toJson its content
  record Other(String kind, String toJson) implements GatewayEvent {}

  /// Reads the content of an event; at most 8192 characters.
  ///
  /// @throws ContractException naming everything that is wrong
  static GatewayEvent parse(String kind, String json) throws ContractException {
    Fields fields = Json.read("event " + kind, json, EventBatch.JSON_CHARACTERS_MAX * 4);
    return switch (kind) {
      case Gap.KIND -> {
        UUID epoch = fields.uuid("ep");
        String device = fields.id("dev");
        long from = fields.number("from");
        long to = fields.number("to");
        Why why = fields.oneOf("why", Why.class);
        yield fields.make(() -> new Gap(epoch, device, from, to, why));
      }
      case Alarm.KIND -> {
        String code = fields.id("code");
        Severity severity = fields.oneOf("severity", Severity.class);
        boolean active = fields.flag("active");
        String device = fields.optionalId("dev");
        String text = fields.text("text", TEXT_CHARACTERS_MAX);
        yield fields.make(() -> new Alarm(code, severity, active, device, text));
      }
      case SensorFault.KIND -> {
        String device = fields.id("dev");
        Health health = fields.oneOf("health", Health.class);
        String text = fields.text("text", TEXT_CHARACTERS_MAX);
        yield fields.make(() -> new SensorFault(device, health, text));
      }
      case Replaced.KIND -> {
        String device = fields.id("dev");
        String serial = fields.text("serial", Replaced.SERIAL_CHARACTERS_MAX);
        String former = fields.text("former", Replaced.SERIAL_CHARACTERS_MAX);
        yield fields.make(() -> new Replaced(device, serial, former));
      }
      case ClockCorrection.KIND -> {
        UUID boot = fields.uuid("boot");
        ClockState state = fields.named("state", ClockState.class);
        long offset = fields.integer("offsetMs", -Ids.NUMBER_MAX, Ids.NUMBER_MAX);
        long error = fields.integer("errorMs", 0, Ids.NUMBER_MAX);
        yield fields.make(() -> new ClockCorrection(boot, state, offset, error));
      }
      case ConfigResult.KIND -> {
        ConfigOutcome outcome = fields.oneOf("outcome", ConfigOutcome.class);
        String sha256 = fields.text("sha256", 64);
        String by = fields.text("by", ConfigResult.BY_CHARACTERS_MAX);
        List<String> problems =
            fields.texts(
                "problems", ConfigResult.PROBLEMS_MAX, ConfigResult.PROBLEM_CHARACTERS_MAX);
        yield fields.make(() -> new ConfigResult(outcome, sha256, by, problems));
      }
      case UpdateResult.KIND -> {
        UpdateOutcome outcome = fields.oneOf("outcome", UpdateOutcome.class);
        String version = fields.text("version", UpdateResult.VERSION_CHARACTERS_MAX);
        String text = fields.text("text", TEXT_CHARACTERS_MAX);
        yield fields.make(() -> new UpdateResult(outcome, version, text));
      }
      default -> fields.make(() -> new Other(kind, json));
    };
  }
}
