package vn.binhduong.gateway.management;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.leshan.core.link.DefaultLinkSerializer;
import org.eclipse.leshan.core.link.attributes.InvalidAttributeException;
import org.eclipse.leshan.core.link.lwm2m.attributes.DefaultLwM2mAttributeParser;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeSet;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObject;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.DiscoverRequest;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.ObserveCompositeRequest;
import org.eclipse.leshan.core.request.ReadCompositeRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.request.WriteAttributesRequest;
import org.eclipse.leshan.core.request.WriteCompositeRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.DiscoverResponse;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.core.response.ReadCompositeResponse;
import org.eclipse.leshan.core.response.ReadResponse;

/// Orders of [ServerChild] that name a format or more than one path. Values are told as
/// `PATH=VALUE|PATH=VALUE`, in the order of the paths.
///
///     values FORMAT PATH            reads; FORMAT is 110, 112, 11542 (SenML JSON, SenML CBOR, TLV)
///     composite FORMAT PATH...      reads all at once
///     watch FORMAT PATH...          observes all at once
///     set FORMAT PATH=VALUE...      writes all at once
///     integer PATH N                writes a number without a fraction
///     attributes PATH QUERY         such as `pmin=1&gt=30`
///     discover PATH
final class Orders {
  private static final Set<String> MINE =
      Set.of("values", "composite", "watch", "set", "integer", "attributes", "discover");

  private Orders() {}

  static boolean mine(String... order) {
    return MINE.contains(order[0]);
  }

  static DownlinkRequest<? extends LwM2mResponse> request(String... order) {
    return switch (order[0]) {
      case "values" -> new ReadRequest(format(order), order[2]);
      case "composite" -> new ReadCompositeRequest(format(order), format(order), rest(order));
      case "watch" ->
          new ObserveCompositeRequest(
              format(order), format(order), rest(order).toArray(String[]::new));
      case "set" -> new WriteCompositeRequest(format(order), values(order));
      case "integer" -> {
        LwM2mPath at = new LwM2mPath(order[1]);
        yield new WriteRequest(
            ContentFormat.TEXT,
            at.getObjectId(),
            at.getObjectInstanceId(),
            at.getResourceId(),
            Long.parseLong(order[2]));
      }
      case "attributes" -> new WriteAttributesRequest(order[1], attributes(order[2]));
      case "discover" -> new DiscoverRequest(order[1]);
      default -> throw new IllegalArgumentException("unknown order " + order[0]);
    };
  }

  private static ContentFormat format(String... order) {
    return ContentFormat.fromCode(Integer.parseInt(order[1]));
  }

  private static List<String> rest(String... order) {
    return Arrays.stream(order).skip(2).toList();
  }

  private static Map<String, Object> values(String... order) {
    Map<String, Object> values = new HashMap<>();
    for (String each : rest(order)) {
      String[] parts = each.split("=", 2);
      values.put(parts[0], parts[1].matches("-?[0-9]+") ? Long.valueOf(parts[1]) : parts[1]);
    }
    return values;
  }

  private static LwM2mAttributeSet attributes(String query) {
    try {
      return new LwM2mAttributeSet(new DefaultLwM2mAttributeParser().parseUriQuery(query));
    } catch (InvalidAttributeException e) {
      throw new IllegalArgumentException(query, e);
    }
  }

  static String told(LwM2mResponse response) {
    return switch (response) {
      case ReadCompositeResponse all ->
          all.getContent().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .flatMap(each -> flat(each.getKey(), each.getValue()))
              .collect(Collectors.joining("|"));
      case ReadResponse one when one.getContent() != null ->
          flat(null, one.getContent()).collect(Collectors.joining("|"));
      case DiscoverResponse found ->
          new DefaultLinkSerializer().serializeCoreLinkFormat(found.getObjectLinks());
      default -> "";
    };
  }

  private static Stream<String> flat(
      @org.jspecify.annotations.Nullable LwM2mPath at, LwM2mNode node) {
    String path = at == null ? "" : at.toString();
    return switch (node) {
      case LwM2mObject object ->
          new TreeMap<>(object.getInstances())
              .values().stream()
                  .flatMap(each -> flat(new LwM2mPath(object.getId(), each.getId()), each));
      case LwM2mObjectInstance instance ->
          new TreeMap<>(instance.getResources())
              .values().stream()
                  .flatMap(each -> Stream.of(path + "/" + each.getId() + "=" + shown(each)));
      case LwM2mResource resource -> Stream.of(path + "=" + shown(resource));
      case null -> Stream.of(path + "=null");
      default -> Stream.of(path + "=" + node);
    };
  }

  private static String shown(LwM2mResource resource) {
    return resource.isMultiInstances()
        ? new TreeMap<>(resource.getInstances())
            .entrySet().stream()
                .map(each -> each.getKey() + "=" + shown(each.getValue().getValue()))
                .collect(Collectors.joining(", ", "{", "}"))
        : shown(resource.getValue());
  }

  private static String shown(Object value) {
    return switch (value) {
      case Date date -> date.toInstant().toString();
      case byte[] bytes -> "'" + new String(bytes, StandardCharsets.UTF_8).strip() + "'";
      default -> String.valueOf(value);
    };
  }
}
