package vn.binhduong.gateway.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.settings.Problem;

/// A configuration the gateway can run: everything in it is right, and what was not is named.
///
/// @param settings the sections; use `links` and `devices` below instead of the maps in it
/// @param source which file it came from
/// @param links the links that are right, in the order of the file
/// @param devices the devices that are right, in the order of the file
/// @param refused the links, devices and added drivers that are not; they do not run
/// @param rejected why the file itself could not be used, when the last good one runs instead
public record Configuration(
    GatewaySettings settings,
    Source source,
    List<Link<?>> links,
    List<Device<?>> devices,
    List<Refused> refused,
    List<Problem> rejected) {
  public Configuration {
    links = List.copyOf(links);
    devices = List.copyOf(devices);
    refused = List.copyOf(refused);
    rejected = List.copyOf(rejected);
  }

  /// Where a configuration came from.
  public enum Source {
    /// The file itself.
    FILE,
    /// The copy of the last file that could be used.
    LAST_GOOD
  }

  /// A link that is right.
  ///
  /// @param name its name
  /// @param factory makes it
  /// @param settings what the factory is given
  /// @param <C> type of the settings
  public record Link<C extends Record>(String name, LinkFactory<C> factory, C settings) {
    static <C extends Record> Link<C> of(String name, LinkFactory<C> factory, Record settings) {
      return new Link<>(name, factory, factory.settings().cast(settings));
    }
  }

  /// A device that is right.
  ///
  /// @param id its id
  /// @param factory makes its driver
  /// @param driverSettings what the factory is given
  /// @param settings the rest
  /// @param <C> type of the driver's settings
  public record Device<C extends Record>(
      String id, DriverFactory<C> factory, C driverSettings, DeviceSettings settings) {
    static <C extends Record> Device<C> of(
        String id, DriverFactory<C> factory, DeviceSettings settings) {
      return new Device<>(id, factory, factory.settings().cast(settings.settings()), settings);
    }
  }

  /// A link, device or added driver that does not run because of its mistakes.
  ///
  /// @param component `device/<id>`, `link/<name>` or `driver/<jar>`, as on the health board
  /// @param problems what is wrong, at least one
  public record Refused(String component, List<Problem> problems) {
    public Refused {
      problems = List.copyOf(problems);
    }

    /// All of it in one line.
    public String message() {
      return String.join(" | ", problems.stream().map(Problem::toString).toList());
    }
  }

  /// Everything that is wrong.
  public List<Problem> problems() {
    return Stream.concat(
            rejected.stream(), refused.stream().flatMap(refused -> refused.problems().stream()))
        .toList();
  }

  /// Whether a setting of a link or device is a secret that stands in the file itself.
  public boolean holdsSecrets() {
    return Stream.concat(
            links.stream().map(link -> (Record) link.settings()),
            devices.stream().map(device -> (Record) device.driverSettings()))
        .anyMatch(settings -> holdsSecrets(settings.getClass()));
  }

  private static boolean holdsSecrets(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(
                component -> {
                  Option option = component.getAnnotation(Option.class);
                  return (option != null && option.secret()) || holdsSecrets(component.getType());
                });
  }

  Configuration with(List<Refused> more) {
    return new Configuration(
        settings,
        source,
        links,
        devices,
        Stream.concat(more.stream(), refused.stream()).toList(),
        rejected);
  }

  Configuration instead(List<Problem> ofTheFile) {
    return new Configuration(settings, Source.LAST_GOOD, links, devices, refused, ofTheFile);
  }
}
