package vn.binhduong.gateway.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.settings.Settings;

/// The kinds of devices and links that this gateway knows.
///
/// @param drivers by type
/// @param links by type
/// @param refused drivers that could not be loaded or that take a type already taken
public record Catalogue(
    Map<String, DriverFactory<?>> drivers,
    Map<String, LinkFactory<?>> links,
    List<Configuration.Refused> refused) {
  private static final int REFUSED_MAX = 64;

  /// What the drivers are called that come with the program, in a refusal.
  private static final String PROGRAM = "program";

  public Catalogue {
    drivers = Collections.unmodifiableMap(new TreeMap<>(drivers));
    links = Collections.unmodifiableMap(new TreeMap<>(links));
    refused = List.copyOf(refused);
  }

  /// Everything that a class loader finds with [ServiceLoader]. A driver that cannot be loaded
  /// hurts only itself.
  public static Catalogue of(ClassLoader loader) {
    var kinds = new Kinds();
    kinds.add(PROGRAM, loader);
    return kinds.catalogue();
  }

  /// Everything that a class loader finds, and the jars in `drivers.d` beside the configuration.
  ///
  /// @param loader that of the program
  /// @param file the configuration file
  public static Catalogue beside(ClassLoader loader, Path file) {
    var kinds = new Kinds();
    kinds.add(PROGRAM, loader);
    DriverJars added = DriverJars.beside(file);
    kinds.refused.addAll(added.refused());
    added.jars().forEach(jar -> kinds.add(jar.name(), jar.loader()));
    return kinds.catalogue();
  }

  /// The types of link that serve a driver, in order.
  ///
  /// @return the name of the interface where no type says that it does
  public List<String> linksOf(Transport.OnLink transport) {
    return LinkChecks.types(this, transport.link());
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

  /// Kinds as they are found.
  private static final class Kinds {
    private final Map<String, DriverFactory<?>> drivers = new TreeMap<>();
    private final Map<String, LinkFactory<?>> links = new TreeMap<>();
    private final List<Configuration.Refused> refused = new ArrayList<>();

    Catalogue catalogue() {
      return new Catalogue(drivers, links, refused);
    }

    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    void add(String source, ClassLoader loader) {
      for (DriverFactory factory : load(source, DriverFactory.class, loader)) {
        DriverFactory<?> driver = factory;
        add(source, drivers, driver, DriverFactory::type, DriverFactory::settings);
      }
      for (LinkFactory factory : load(source, LinkFactory.class, loader)) {
        LinkFactory<?> link = factory;
        add(source, links, link, LinkFactory::type, LinkFactory::settings);
      }
    }

    private <S> List<S> load(String source, Class<S> service, ClassLoader loader) {
      var found = new ArrayList<S>();
      Iterator<S> services = ServiceLoader.load(service, loader).iterator();
      while (refused.size() < REFUSED_MAX) {
        try {
          if (!services.hasNext()) {
            break;
          }
          found.add(services.next());
        } catch (ServiceConfigurationError | LinkageError e) {
          refuse(source, service.getSimpleName() + ": " + e.getMessage());
        }
      }
      return found;
    }

    private <S> void add(
        String source,
        Map<String, S> factories,
        S factory,
        Function<S, String> type,
        Function<S, Class<? extends Record>> settings) {
      try {
        String name = type.apply(factory);
        if (!name.matches("[a-z0-9-]{1,32}")) {
          refuse(source, "the type '%s', which is not 1 to 32 of a-z 0-9 -".formatted(name));
          return;
        }
        // A class that is missing shows here, and hurts only its own driver.
        Class<? extends Record> record = settings.apply(factory);
        if (!source.equals(PROGRAM)) {
          // Reads every declaration in the record, so a mistake in it shows here and not later.
          Settings.standard().schema(record, name);
          describe(factory);
        }
        S before = factories.putIfAbsent(name, factory);
        if (before != null) {
          refuse(
              source,
              "%s: the type '%s' is already that of %s in %s"
                  .formatted(
                      factory.getClass().getName(),
                      name,
                      before.getClass().getName(),
                      DriverSource.of(before).name()));
        }
      } catch (RuntimeException | LinkageError e) {
        refuse(source, factory.getClass().getName() + ": " + e);
      }
    }

    /// What a driver says of itself is asked for later, where a mistake in it would hurt others.
    private static void describe(Object factory) {
      if (factory instanceof DriverFactory<?> driver) {
        String told =
            driver.instrument() + driver.transport() + driver.channels() + driver.verification();
        Objects.requireNonNull(told);
      }
    }

    private void refuse(String source, String found) {
      refused.add(DriverJars.refusal(source, found, "", ""));
    }
  }
}
