package vn.binhduong.gateway.config;

import java.lang.reflect.Method;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.settings.Origin;
import vn.binhduong.gateway.settings.Problem;

/// Whether a device is on a link that its driver can use. What driver or link do not say is not
/// judged: then the first attempt to open shows it.
final class LinkChecks {
  private LinkChecks() {}

  /// @param link the link of the device, which is right in itself; null where it names none
  /// @param origin of the device
  static List<Problem> of(
      Catalogue catalogue,
      DeviceSettings device,
      DriverFactory<?> factory,
      Configuration.@Nullable Link<?> link,
      Origin origin) {
    return switch (factory.transport()) {
      case Transport.Unstated() -> List.of();
      case Transport.Direct(String way) ->
          link == null
              ? List.of()
              : List.of(
                  origin.problem(
                      "link",
                      "link '" + link.name() + "'",
                      "no link",
                      "driver '%s' reads without one (%s)".formatted(device.driver(), way)));
      case Transport.OnLink(Class<? extends Link> kind) ->
          link == null
              ? List.of(wrong(catalogue, device, kind, "none", origin))
              : fits(kind, link.factory())
                  ? speed(device, factory, link, origin)
                  : List.of(
                      wrong(
                          catalogue,
                          device,
                          kind,
                          "link '%s' of type %s".formatted(link.name(), link.factory().type()),
                          origin));
    };
  }

  private static Problem wrong(
      Catalogue catalogue,
      DeviceSettings device,
      Class<? extends Link> kind,
      String found,
      Origin origin) {
    return origin.problem(
        "link",
        found,
        "a link of type " + String.join(" or ", types(catalogue, kind)),
        "driver '%s' reads through it".formatted(device.driver()));
  }

  /// The types of link that a driver can read through, in order.
  ///
  /// @param kind what the driver asks for
  /// @return the name of the interface where no type makes such links
  static List<String> types(Catalogue catalogue, Class<? extends Link> kind) {
    List<String> types =
        catalogue.links().values().stream()
            .filter(factory -> made(factory) != Link.class && fits(kind, factory))
            .map(LinkFactory::type)
            .toList();
    return types.isEmpty() ? List.of(kind.getSimpleName()) : types;
  }

  /// A factory that says no more than `Link` may make any kind.
  private static boolean fits(Class<? extends Link> kind, LinkFactory<?> factory) {
    Class<?> made = made(factory);
    return made == Link.class || kind.isAssignableFrom(made);
  }

  /// What a factory says it makes, by the return type of its method `open`.
  private static Class<?> made(LinkFactory<?> factory) {
    Class<?> made = Link.class;
    for (Method method : factory.getClass().getMethods()) {
      if (method.getName().equals("open") && made.isAssignableFrom(method.getReturnType())) {
        made = method.getReturnType();
      }
    }
    return made;
  }

  private static List<Problem> speed(
      DeviceSettings device, DriverFactory<?> factory, Configuration.Link<?> link, Origin origin) {
    Set<Integer> possible = bauds(factory, device.settings());
    OptionalInt baud = baud(link);
    return possible.isEmpty() || baud.isEmpty() || possible.contains(baud.getAsInt())
        ? List.of()
        : List.of(
            origin.problem(
                "link",
                "link '%s' with %d baud".formatted(link.name(), baud.getAsInt()),
                new TreeSet<>(possible)
                    .stream().map(String::valueOf).collect(Collectors.joining(" or ", "", " baud")),
                "an instrument of driver '%s' has no other speed".formatted(device.driver())));
  }

  private static <C extends Record> Set<Integer> bauds(DriverFactory<C> factory, Record settings) {
    return factory.bauds(factory.settings().cast(settings));
  }

  private static <C extends Record> OptionalInt baud(Configuration.Link<C> link) {
    return link.factory().baud(link.settings());
  }
}
