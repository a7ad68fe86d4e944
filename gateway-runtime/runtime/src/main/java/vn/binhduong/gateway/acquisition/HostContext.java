package vn.binhduong.gateway.acquisition;

import java.time.InstantSource;
import java.util.Optional;
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
/// @param memory what devices remember
record HostContext(
    String deviceId,
    InstantSource clock,
    System.Logger logger,
    @Nullable String linkName,
    @Nullable Link openLink,
    Memory memory)
    implements DriverContext {

  @Override
  public Optional<String> remembered() {
    return memory.read(deviceId);
  }

  @Override
  public void remember(String text) {
    if (text.length() > REMEMBERED_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "remember: expected at most %d characters, found %d"
              .formatted(REMEMBERED_CHARACTERS_MAX, text.length()));
    }
    memory.write(deviceId, text);
  }

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
