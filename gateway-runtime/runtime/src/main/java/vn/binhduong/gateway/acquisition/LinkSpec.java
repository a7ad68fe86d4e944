package vn.binhduong.gateway.acquisition;

import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.LinkFactory;

/// One link as it is configured.
///
/// @param name its name in the configuration
/// @param factory makes it
/// @param settings what the factory is given
/// @param <C> type of the settings
public record LinkSpec<C extends Record>(String name, LinkFactory<C> factory, C settings) {
  Link open() throws DriverException, InterruptedException {
    return factory.open(settings, name);
  }

  /// Whether the other is the same link with the same settings.
  boolean sameAs(LinkSpec<?> other) {
    return name.equals(other.name)
        && factory.type().equals(other.factory.type())
        && settings.equals(other.settings);
  }
}
