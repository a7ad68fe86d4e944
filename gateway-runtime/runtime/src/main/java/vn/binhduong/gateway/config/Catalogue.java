package vn.binhduong.gateway.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.settings.Settings;

/// The kinds of devices and links that this gateway knows.
///
/// @param drivers by type
/// @param links by type
/// @param faults drivers that could not be loaded or that take a type already taken, in words
public record Catalogue(
    Map<String, DriverFactory<?>> drivers, Map<String, LinkFactory<?>> links, List<String> faults) {
  private static final int FAULTS_MAX = 64;

  public Catalogue {
    drivers = Collections.unmodifiableMap(new TreeMap<>(drivers));
    links = Collections.unmodifiableMap(new TreeMap<>(links));
    faults = List.copyOf(faults);
  }

  /// Everything that a class loader finds with [ServiceLoader]. A driver that cannot be loaded
  /// hurts only itself.
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  public static Catalogue of(ClassLoader loader) {
    var faults = new ArrayList<String>();
    var drivers = new TreeMap<String, DriverFactory<?>>();
    var links = new TreeMap<String, LinkFactory<?>>();
    for (DriverFactory factory : load(DriverFactory.class, loader, faults)) {
      add(drivers, (DriverFactory<?>) factory, DriverFactory::type, faults);
    }
    for (LinkFactory factory : load(LinkFactory.class, loader, faults)) {
      add(links, (LinkFactory<?>) factory, LinkFactory::type, faults);
    }
    return new Catalogue(drivers, links, faults);
  }

  /// A reader of settings that knows these kinds.
  Settings settings() {
    var driverRecords = new TreeMap<String, Class<? extends Record>>();
    drivers.forEach((type, factory) -> driverRecords.put(type, factory.settings()));
    var linkRecords = new TreeMap<String, Class<? extends Record>>();
    links.forEach((type, factory) -> linkRecords.put(type, factory.settings()));
    return Settings.standard()
        .withKinds(DeviceSettings.class, driverRecords)
        .withKinds(LinkSettings.class, linkRecords);
  }

  private static <S> List<S> load(Class<S> service, ClassLoader loader, List<String> faults) {
    var found = new ArrayList<S>();
    Iterator<S> services = ServiceLoader.load(service, loader).iterator();
    while (faults.size() < FAULTS_MAX) {
      try {
        if (!services.hasNext()) {
          break;
        }
        found.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        faults.add(service.getSimpleName() + ": " + e.getMessage());
      }
    }
    return found;
  }

  private static <S> void add(
      Map<String, S> factories, S factory, Function<S, String> type, List<String> faults) {
    String name = type.apply(factory);
    S before = factories.putIfAbsent(name, factory);
    if (before != null) {
      faults.add(
          "%s: the type '%s' is already that of %s"
              .formatted(factory.getClass().getName(), name, before.getClass().getName()));
    }
  }
}
