package vn.binhduong.gateway;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.management.objects.ManagedValues;

/// The jars that drivers came in.
///
/// @param packs by name
record DriverPacks(List<ManagedValues.Pack> packs) {
  DriverPacks {
    packs = List.copyOf(packs);
  }

  /// Those of this program and those added to this unit.
  ///
  /// @param configuration says which are in use
  /// @param catalogue what this process runs with
  static DriverPacks of(Configuration configuration, Catalogue catalogue) {
    Set<String> used = new HashSet<>();
    configuration.links().forEach(link -> used.add(name(link.factory().getClass())));
    configuration.devices().forEach(device -> used.add(name(device.factory().getClass())));
    var packs = new TreeMap<String, ManagedValues.Pack>();
    catalogue.drivers().values().forEach(driver -> add(packs, driver.getClass(), used));
    catalogue.links().values().forEach(link -> add(packs, link.getClass(), used));
    return new DriverPacks(List.copyOf(packs.values()));
  }

  private static void add(
      TreeMap<String, ManagedValues.Pack> packs, Class<?> factory, Set<String> used) {
    String name = name(factory);
    String version = factory.getPackage().getImplementationVersion();
    packs.putIfAbsent(
        name, new ManagedValues.Pack(name, version == null ? "" : version, used.contains(name)));
  }

  /// What its manifest says, else the last part of its package.
  private static String name(Class<?> factory) {
    String title = factory.getPackage().getImplementationTitle();
    String full = factory.getPackageName();
    return title == null ? full.substring(full.lastIndexOf('.') + 1) : title;
  }
}
