package vn.binhduong.gateway.acquisition;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;

/// What one device is given when it is opened.
///
/// @param deviceId its id
/// @param clock the steady clock
/// @param logger its logger, `device.<id>`
/// @param linkName name of its link, null when none is configured
/// @param openLink that link, open; null when none is configured
record HostContext(
    String deviceId,
    InstantSource clock,
    System.Logger logger,
    @Nullable String linkName,
    @Nullable Link openLink)
    implements DriverContext {

  @Override
  public <L extends Link> L link(Class<L> type) throws DriverException {
    if (openLink == null) {
      throw DriverException.misconfigured(
          "needs a link of type %s: none is configured".formatted(type.getSimpleName()));
    }
    if (!type.isInstance(openLink)) {
      throw DriverException.misconfigured(
          "needs a link of type %s: link %s is a %s"
              .formatted(type.getSimpleName(), linkName, openLink.getClass().getSimpleName()));
    }
    return type.cast(openLink);
  }
}
