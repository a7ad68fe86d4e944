package vn.binhduong.gateway.ioc.standin;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.jspecify.annotations.Nullable;

/// A resource the management desk shows. Its instance is observed as a whole: a value that is not
/// there now, such as that of a sensor without power, can be told when it is.
///
/// No model is asked for: SenML says of each value what it is.
///
/// @param object its object
/// @param resource its number there
/// @param label for people
/// @param unit SenML symbol, or what is counted; may be empty
record Watch(int object, int resource, String label, String unit) {
  /// Most instances of one object that are observed.
  static final int INSTANCES_MAX = 2;

  /// Of these there is one instance, which needs no name.
  private static final int DEVICE = 3;

  private static final int BUFFER = 33001;

  /// What is watched, in the order of the view.
  static final List<Watch> ALL =
      List.of(
          new Watch(DEVICE, 11, "faults", ""),
          new Watch(BUFFER, 6, "backlog", ""),
          new Watch(3303, 5700, "temperature", "Cel"),
          new Watch(3428, 3, "PM2.5", "ug/m3"),
          new Watch(3432, 1, "counted", "vehicles"));

  private static final Comparator<LwM2mPath> ORDER =
      Comparator.comparingInt((LwM2mPath path) -> path.getObjectInstanceId())
          .thenComparingInt(Watch::place);

  /// Error codes of object 3, as this gateway uses them.
  private static final Map<Object, String> FAULTS =
      Map.of(0L, "none", 8L, "sensor", 16L, "store", 17L, "uplink", 18L, "configuration");

  /// The instances to observe.
  ///
  /// @param available what the gateway has registered
  static List<LwM2mPath> instances(Collection<LwM2mPath> available) {
    return ALL.stream()
        .flatMap(
            watch ->
                available.stream()
                    .filter(LwM2mPath::isObjectInstance)
                    .filter(path -> path.getObjectId() == watch.object)
                    .sorted(ORDER)
                    .limit(INSTANCES_MAX))
        .toList();
  }

  /// What is known, for people: of every object its first instance, then the second ones.
  static List<String> texts(Map<LwM2mPath, LwM2mNode> known) {
    return known.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ORDER))
        .flatMap(
            told ->
                ALL.stream()
                    .filter(watch -> watch.object == told.getKey().getObjectId())
                    .map(watch -> watch.text(told.getKey(), told.getValue())))
        .toList();
  }

  private static int place(LwM2mPath path) {
    return ALL.stream().map(Watch::object).toList().indexOf(path.getObjectId());
  }

  private String text(LwM2mPath path, LwM2mNode node) {
    LwM2mResource found =
        node instanceof LwM2mObjectInstance instance ? instance.getResource(resource) : null;
    String which = object == DEVICE || object == BUFFER ? "" : path + " ";
    String value = found == null ? "--" : object == DEVICE ? faults(found) : first(found);
    return which + label + " " + value + (unit.isEmpty() ? "" : " " + unit);
  }

  private static String faults(LwM2mResource codes) {
    return codes.getInstances().values().stream()
        .map(code -> FAULTS.getOrDefault(code.getValue(), "code " + code.getValue()))
        .collect(Collectors.joining("+"));
  }

  /// Of a resource with instances the first, which stands for all of them in object 3432.
  private static String first(LwM2mResource resource) {
    Object value =
        resource.isMultiInstances()
            ? resource.getInstances().values().stream()
                .min(Comparator.comparingInt(instance -> instance.getId()))
                .map(instance -> instance.getValue())
                .orElse(null)
            : resource.getValue();
    return number(value);
  }

  private static String number(@Nullable Object value) {
    return value instanceof Number number
        ? View.decimal(number.doubleValue())
        : value == null ? "--" : value.toString();
  }
}
