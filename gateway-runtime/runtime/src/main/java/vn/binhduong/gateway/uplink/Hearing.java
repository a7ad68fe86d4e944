package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.binhduong.gateway.contract.TopicClass;

/// Whether anybody listens to what is sent. The broker says so with each acknowledgement (PUBACK
/// 0x10, MQTT 5.0 §3.4.2.1); one batch that is heard shows that somebody does. By class of topic,
/// since a consumer that forgot one subscription hears all the others. Pure; for the uplink thread.
///
///     heard --some batches unheard, for some time, and none heard--> unheard
///       ^                                                              |
///       +---------------------- one batch heard -----------------------+
final class Hearing {
  /// So many batches, one after the other.
  static final int BATCHES_MIN = 3;

  /// So long since the first of them: a consumer may be restarted.
  static final long NANOS_MIN = 60_000_000_000L;

  /// What an answer changed.
  enum Change {
    NONE,
    NOBODY,
    SOMEBODY
  }

  private static final class Silence {
    private long batches;
    private long since;
    private boolean told;
  }

  private final Map<TopicClass, Silence> silences = new EnumMap<>(TopicClass.class);

  /// The broker took a batch.
  Change answered(TopicClass topic, boolean heard, long now) {
    Silence silence = silences.computeIfAbsent(topic, t -> new Silence());
    if (heard) {
      boolean told = silence.told;
      silence.batches = 0;
      silence.told = false;
      return told ? Change.SOMEBODY : Change.NONE;
    }
    if (silence.batches++ == 0) {
      silence.since = now;
    }
    if (silence.told || silence.batches < BATCHES_MIN || now - silence.since < NANOS_MIN) {
      return Change.NONE;
    }
    silence.told = true;
    return Change.NOBODY;
  }

  /// What nobody listens to, in one sentence; empty when somebody listens to everything.
  Optional<String> warning() {
    List<String> unheard = new ArrayList<>();
    silences.forEach(
        (topic, silence) -> {
          if (silence.told) {
            unheard.add(topic.level());
          }
        });
    return unheard.isEmpty()
        ? Optional.empty()
        : Optional.of("nobody subscribes to " + String.join(", ", unheard));
  }
}
