package vn.binhduong.gateway.acquisition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What acquisition is to read: the links and the devices on them.
///
/// @param links names unique
/// @param devices ids unique; each link they name is among `links`
public record Plan(List<LinkSpec<?>> links, List<DeviceSpec<?>> devices) {
  /// Reads nothing.
  public static final Plan EMPTY = new Plan(List.of(), List.of());

  public Plan {
    links = List.copyOf(links);
    devices = List.copyOf(devices);
    Set<String> names = new HashSet<>();
    for (LinkSpec<?> link : links) {
      if (!names.add(link.name())) {
        throw new IllegalArgumentException("link %s is declared twice".formatted(link.name()));
      }
    }
    Set<String> ids = new HashSet<>();
    for (DeviceSpec<?> device : devices) {
      if (!ids.add(device.id())) {
        throw new IllegalArgumentException("device %s is declared twice".formatted(device.id()));
      }
      if (device.link() != null && !names.contains(device.link())) {
        throw new IllegalArgumentException(
            "device %s: link %s is not declared".formatted(device.id(), device.link()));
      }
    }
  }
}
