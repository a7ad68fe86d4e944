package vn.binhduong.gateway.contract;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Builds the topics of one gateway, and reads those that come in:
/// `<root>/v1/<gatewayId>/<class>[/<id>]`.
///
/// @param root one or more topic levels of `A-Z a-z 0-9 . _ -`, at most 64 characters, such as `bd`
/// @param gatewayId `[A-Za-z0-9.-]`, 1 to 32 characters
public record Topics(String root, String gatewayId) {
  /// The level of this major version of the contract.
  public static final String VERSION = "v1";

  private static final int TOPIC_CHARACTERS_MAX = 256;
  private static final Pattern ROOT =
      Pattern.compile("(?=.{1,64}$)[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

  public Topics {
    requireRoot(root);
    Ids.requireId("gateway id", gatewayId);
  }

  /// What an incoming topic says.
  ///
  /// @param gatewayId whose topic it is
  /// @param topicClass the class
  /// @param id device, or for [TopicClass#RES] the request; null if and only if the class has none
  public record Topic(String gatewayId, TopicClass topicClass, @Nullable String id) {
    public Topic {
      Ids.requireId("gateway id", gatewayId);
      if (topicClass.hasId() != (id != null)) {
        throw new IllegalArgumentException(
            "topic class %s: expected %s id"
                .formatted(topicClass, topicClass.hasId() ? "an" : "no"));
      }
      if (id != null) {
        Ids.requireId("id", id);
      }
    }
  }

  /// Whether the gateway is online.
  public String state() {
    return of(TopicClass.STATE);
  }

  /// Catalogue of a device; of the gateway itself for [Ids#GATEWAY].
  public String birth(String device) {
    return of(TopicClass.BIRTH, device);
  }

  /// Live samples of a device.
  public String data(String device) {
    return of(TopicClass.DATA, device);
  }

  /// Backlog, replayed samples and aggregates of a device.
  public String hist(String device) {
    return of(TopicClass.HIST, device);
  }

  /// The gateway stream.
  public String event() {
    return of(TopicClass.EVENT);
  }

  /// The account of a stream.
  public String ledger(String device) {
    return of(TopicClass.LEDGER, device);
  }

  /// Acknowledgements of the IOC for a stream.
  public String ack(String device) {
    return of(TopicClass.ACK, device);
  }

  /// What the gateway subscribes to for acknowledgements of all its streams.
  public String ackFilter() {
    return base() + TopicClass.ACK.level() + "/+";
  }

  /// Requests to the gateway.
  public String cmd() {
    return of(TopicClass.CMD);
  }

  /// The answer to a request.
  public String res(String requestId) {
    return of(TopicClass.RES, requestId);
  }

  /// Whether an answer may be sent there: only below the gateway's own `res/`.
  public boolean isOwnResponse(String topic) {
    String res = base() + TopicClass.RES.level() + "/";
    return topic.startsWith(res) && Ids.isId(topic.substring(res.length()));
  }

  /// Every topic this gateway may publish to or receive, for an access list.
  public String all() {
    return base() + "#";
  }

  /// What a consumer of every gateway subscribes to.
  ///
  /// @throws IllegalArgumentException when the root is none
  public static String filter(String root, TopicClass topicClass) {
    return requireRoot(root)
        + "/"
        + VERSION
        + "/+/"
        + topicClass.level()
        + (topicClass.hasId() ? "/+" : "");
  }

  /// The same, shared by the consumers of a group (MQTT 5.0 §4.8.2). Not for retained classes: a
  /// shared subscription receives no retained messages.
  public static String sharedFilter(String group, String root, TopicClass topicClass) {
    return "$share/" + Ids.requireId("group", group) + "/" + filter(root, topicClass);
  }

  /// Reads an incoming topic; empty when its class is unknown, which a consumer ignores.
  ///
  /// @throws ContractException when it is not below the root, of another major version, or an id is
  ///   none
  public static Optional<Topic> parse(String root, String topic) throws ContractException {
    requireRoot(root);
    if (topic.length() > TOPIC_CHARACTERS_MAX) {
      throw new ContractException(
          "topic",
          "length",
          topic.length() + "",
          "at most " + TOPIC_CHARACTERS_MAX + " characters");
    }
    if (!topic.startsWith(root + "/")) {
      throw new ContractException("topic", "root", Problem.shown(topic), "a topic below " + root);
    }
    String[] levels = topic.substring(root.length() + 1).split("/", -1);
    if (!levels[0].equals(VERSION)) {
      throw new ContractException("topic", "version", Problem.shown(levels[0]), VERSION);
    }
    if (levels.length < 2 || !Ids.isId(levels[1])) {
      throw new ContractException("topic", "gateway id", Problem.shown(topic), Ids.ID_RULE);
    }
    Optional<TopicClass> known =
        levels.length < 3 ? Optional.empty() : TopicClass.ofLevel(levels[2]);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    TopicClass topicClass = known.get();
    int expected = topicClass.hasId() ? 4 : 3;
    if (levels.length != expected) {
      throw new ContractException(
          "topic",
          "levels",
          Problem.shown(topic),
          topicClass.level() + (topicClass.hasId() ? "/<id>" : " and nothing after it"));
    }
    if (!topicClass.hasId()) {
      return Optional.of(new Topic(levels[1], topicClass, null));
    }
    if (!Ids.isId(levels[3])) {
      throw new ContractException("topic", "id", Problem.shown(levels[3]), Ids.ID_RULE);
    }
    return Optional.of(new Topic(levels[1], topicClass, levels[3]));
  }

  private String of(TopicClass topicClass) {
    return base() + topicClass.level();
  }

  private String of(TopicClass topicClass, String id) {
    return base() + topicClass.level() + "/" + Ids.requireId("id", id);
  }

  private String base() {
    return root + "/" + VERSION + "/" + gatewayId + "/";
  }

  private static String requireRoot(String root) {
    if (!ROOT.matcher(root).matches()) {
      throw new IllegalArgumentException(
          "topic root: expected at most 64 characters, levels of A-Z a-z 0-9 . _ -, found "
              + Problem.shown(root));
    }
    return root;
  }
}
