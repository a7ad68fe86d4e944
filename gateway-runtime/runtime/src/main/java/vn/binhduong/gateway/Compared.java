package vn.binhduong.gateway;

import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.change.Trials;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.health.HealthPicture;

/// What a configuration on trial changes, as components of the health board.
///
/// @param before the picture just before
/// @param left the links and devices that are left out, and the links on which no device worked: a
///   link is no better than what answers on it
/// @param same the devices that are as they were
record Compared(HealthPicture before, Set<String> left, Set<String> same) {
  Compared {
    left = Set.copyOf(left);
    same = Set.copyOf(same);
  }

  /// Compares the configuration on trial with the former one, as the profiles make of it now.
  ///
  /// @throws IOException when what was kept of the former one cannot be read
  static Compared of(Trials trials, ConfigLoader loader, Configuration running) throws IOException {
    HealthPicture before = trials.before();
    Set<String> left = new HashSet<>();
    Set<String> same = new HashSet<>();
    if (loader.check(trials.previous(), trials.file())
        instanceof Loaded.Ready(Configuration former)) {
      former.links().stream()
          .map(Configuration.Link::name)
          .filter(name -> settings(running, name) == null || !answered(former, before, name))
          .forEach(name -> left.add("link/" + name));
      former.devices().stream()
          .filter(device -> device(running, device.id()) == null)
          .forEach(device -> left.add("device/" + device.id()));
      running.devices().stream()
          .filter(device -> unchanged(device, running, former))
          .forEach(device -> same.add("device/" + device.id()));
    }
    return new Compared(before, left, same);
  }

  private static boolean answered(Configuration former, HealthPicture before, String link) {
    return former.devices().stream()
        .filter(device -> link.equals(device.settings().link()))
        .anyMatch(device -> before.works("device/" + device.id()));
  }

  private static boolean unchanged(
      Configuration.Device<?> device, Configuration running, Configuration former) {
    Configuration.Device<?> before = device(former, device.id());
    return before != null
        && before.settings().equals(device.settings())
        && Objects.equals(
            settings(former, before.settings().link()),
            settings(running, device.settings().link()));
  }

  private static Configuration.@Nullable Device<?> device(Configuration in, String id) {
    return in.devices().stream().filter(other -> other.id().equals(id)).findFirst().orElse(null);
  }

  private static @Nullable Record settings(Configuration in, @Nullable String link) {
    return in.links().stream()
        .filter(each -> each.name().equals(link))
        .findFirst()
        .<Record>map(Configuration.Link::settings)
        .orElse(null);
  }
}
