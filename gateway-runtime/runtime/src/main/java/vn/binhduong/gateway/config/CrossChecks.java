package vn.binhduong.gateway.config;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.management.ManagementSettings;
import vn.binhduong.gateway.settings.Bound;
import vn.binhduong.gateway.settings.Durations;
import vn.binhduong.gateway.settings.Origin;
import vn.binhduong.gateway.settings.Problem;
import vn.binhduong.gateway.settings.Suggestion;

/// The checks that need more than one part of the file. Sorts links and devices into those that run
/// and those that are refused.
final class CrossChecks {
  /// The device id that belongs to the gateway stream.
  private static final String RESERVED = "gateway";

  private final Catalogue catalogue;
  private final GatewaySettings settings;
  private final Map<String, Configuration.Link<?>> links = new LinkedHashMap<>();
  private final List<Configuration.Device<?>> devices = new ArrayList<>();
  private final List<Configuration.Refused> refused = new ArrayList<>();
  private final Map<Claim, String> owners = new HashMap<>();

  /// What one device takes for itself on one link.
  private record Claim(@Nullable String link, String claim) {}

  CrossChecks(Catalogue catalogue, GatewaySettings settings) {
    this.catalogue = catalogue;
    this.settings = settings;
  }

  /// What is wrong between sections.
  static List<Problem> ofSections(GatewaySettings settings, Origin origin) {
    List<Problem> problems = new ArrayList<>(receiver(settings, origin));
    if (settings.gateway().profile() == UnitSettings.Profile.DEMO) {
      return problems;
    }
    if (!settings.uplink().encrypted()) {
      problems.add(
          origin.problem(
              "uplink",
              "a broker without TLS: " + settings.uplink().broker(),
              "mqtts://",
              "only 'profile: demo' under 'gateway' allows mqtt://"));
    }
    ManagementSettings management = settings.management();
    if (management != null && !management.encrypted()) {
      problems.add(
          origin.problem(
              "management",
              "a server without DTLS: " + management.server(),
              "coaps://",
              "only 'profile: demo' under 'gateway' allows coap://"));
    }
    return problems;
  }

  private static List<Problem> receiver(GatewaySettings settings, Origin origin) {
    ReceiverSettings receiver = settings.gateway().receiver();
    if (receiver == null || settings.devices().containsKey(receiver.device())) {
      return List.of();
    }
    return List.of(
        origin.problem(
            "gateway",
            "receiver.device '%s'".formatted(receiver.device()),
            "a device",
            Suggestion.hint(receiver.device(), settings.devices().keySet(), "there are")));
  }

  /// The configuration with what is right in it.
  Configuration configuration() {
    settings.links().forEach(this::link);
    Map<String, List<String>> users = usersOfLinks();
    settings.devices().forEach((id, bound) -> device(id, bound, users));
    return new Configuration(
        settings,
        Configuration.Source.FILE,
        List.copyOf(links.values()),
        devices,
        refused,
        List.of());
  }

  private void link(String name, Bound<LinkSettings> bound) {
    if (!(bound instanceof Bound.Value<LinkSettings>(LinkSettings link, Origin origin))) {
      refused.add(new Configuration.Refused("link/" + name, bound.problems()));
      return;
    }
    LinkFactory<?> factory = catalogue.links().get(link.type());
    if (factory == null) {
      throw new IllegalStateException("bound without a factory: " + link.type());
    }
    links.put(name, Configuration.Link.of(name, factory, link.settings()));
  }

  private void device(String id, Bound<DeviceSettings> bound, Map<String, List<String>> users) {
    if (!(bound instanceof Bound.Value<DeviceSettings>(DeviceSettings device, Origin origin))) {
      refused.add(new Configuration.Refused("device/" + id, bound.problems()));
      return;
    }
    DriverFactory<?> factory = catalogue.drivers().get(device.driver());
    if (factory == null) {
      throw new IllegalStateException("bound without a factory: " + device.driver());
    }
    List<Problem> problems =
        Stream.of(
                reserved(id, origin),
                linkOf(device, factory, origin),
                alone(id, device, factory, users, origin),
                claimed(device, factory, origin),
                longEnough(device, factory, origin))
            .flatMap(List::stream)
            .toList();
    if (problems.isEmpty()) {
      claims(device, factory)
          .forEach(claim -> owners.putIfAbsent(new Claim(device.link(), claim), id));
      devices.add(Configuration.Device.of(id, factory, device));
    } else {
      refused.add(new Configuration.Refused("device/" + id, problems));
    }
  }

  private static List<Problem> reserved(String id, Origin origin) {
    return id.equals(RESERVED)
        ? List.of(
            origin.problem("", "the id '" + RESERVED + "'", "", "it belongs to the gateway itself"))
        : List.of();
  }

  private List<Problem> linkOf(DeviceSettings device, DriverFactory<?> factory, Origin origin) {
    String link = device.link();
    if (link == null || links.containsKey(link)) {
      return LinkChecks.of(
          catalogue, device, factory, link == null ? null : links.get(link), origin);
    }
    if (settings.links().containsKey(link)) {
      return List.of(origin.problem("link", "link '" + link + "' has mistakes of its own", "", ""));
    }
    String hint = Suggestion.hint(link, settings.links().keySet(), "there are");
    String none = settings.links().isEmpty() ? "declare it under 'links'" : hint;
    return List.of(origin.problem("link", "no link '" + link + "'", "", none));
  }

  private static List<Problem> alone(
      String id,
      DeviceSettings device,
      DriverFactory<?> factory,
      Map<String, List<String>> users,
      Origin origin) {
    String link = device.link();
    if (link == null || !speaksByItself(factory)) {
      return List.of();
    }
    List<String> others =
        users.getOrDefault(link, List.of()).stream().filter(other -> !other.equals(id)).toList();
    return others.isEmpty()
        ? List.of()
        : List.of(
            origin.problem(
                "link",
                "link '" + link + "' shared with " + String.join(", ", others),
                "a link of its own",
                "a device of driver '" + device.driver() + "' speaks by itself"));
  }

  /// The second of two devices that read the same would only double the load and the numbers: one
  /// of them was copied and not changed.
  private List<Problem> claimed(DeviceSettings device, DriverFactory<?> factory, Origin origin) {
    for (String claim : claims(device, factory)) {
      String owner = owners.get(new Claim(device.link(), claim));
      if (owner != null) {
        return List.of(
            origin.problem(
                "settings",
                "%s, which device '%s'%s reads already"
                    .formatted(claim, owner, device.link() == null ? "" : " on the same link"),
                "something no other device reads",
                "a unit may be two devices when they read different things of it"));
      }
    }
    return List.of();
  }

  private static List<Problem> longEnough(
      DeviceSettings device, DriverFactory<?> factory, Origin origin) {
    Duration longest = longestCall(factory, device.settings());
    return device.deadline().compareTo(longest) > 0 || longest.isZero()
        ? List.of()
        : List.of(
            origin.problem(
                "deadline",
                Durations.format(device.deadline()),
                "more than " + Durations.format(longest),
                "one poll of this device may take that long with its settings"));
  }

  private static <C extends Record> Duration longestCall(
      DriverFactory<C> factory, Record settings) {
    return factory.longestCall(factory.settings().cast(settings));
  }

  private static Set<String> claims(DeviceSettings device, DriverFactory<?> factory) {
    return claims(factory, device.settings());
  }

  private static <C extends Record> Set<String> claims(DriverFactory<C> factory, Record settings) {
    return factory.claims(factory.settings().cast(settings));
  }

  private Map<String, List<String>> usersOfLinks() {
    var users = new TreeMap<String, List<String>>();
    settings
        .devices()
        .forEach(
            (id, bound) -> {
              @Nullable String link =
                  bound instanceof Bound.Value<DeviceSettings> value ? value.value().link() : null;
              if (link != null) {
                users.computeIfAbsent(link, key -> new ArrayList<>()).add(id);
              }
            });
    return users;
  }

  /// Whether a factory declares that it makes event drivers. One that declares nothing more than
  /// `Driver` is checked when the device opens.
  private static boolean speaksByItself(DriverFactory<?> factory) {
    for (Method method : factory.getClass().getMethods()) {
      if (method.getName().equals("open")
          && EventDriver.class.isAssignableFrom(method.getReturnType())) {
        return true;
      }
    }
    return false;
  }
}
