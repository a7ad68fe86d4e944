package vn.binhduong.gateway.driver.testkit;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;

/// The context of the device under test.
record HarnessContext(
    String deviceId,
    InstantSource clock,
    System.Logger logger,
    @Nullable Link configured,
    Supplier<String> memory,
    Consumer<String> remember,
    Consumer<Class<? extends Link>> asked,
    Consumer<Violation> violations)
    implements DriverContext {
  @Override
  public Optional<String> remembered() {
    return Optional.of(memory.get()).filter(text -> !text.isEmpty());
  }

  @Override
  public void remember(String text) {
    if (text.length() > REMEMBERED_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "remember: expected at most %d characters, found %d"
              .formatted(REMEMBERED_CHARACTERS_MAX, text.length()));
    }
    remember.accept(text);
  }

  @Override
  public <L extends Link> L link(Class<L> type) throws DriverException {
    asked.accept(type);
    if (configured == null) {
      throw DriverException.misconfigured(
          "link: expected one of type %s, found none configured".formatted(type.getSimpleName()));
    }
    if (!type.isInstance(configured)) {
      throw DriverException.misconfigured(
          "link: expected one of type %s, found %s"
              .formatted(type.getSimpleName(), configured.getClass().getSimpleName()));
    }
    return WatchedLink.watch(
        type,
        type.cast(configured),
        () ->
            violations.accept(
                new Violation(
                    Violation.Rule.LINK_LEFT_OPEN,
                    "link: expected to be left to the host, found closed by the driver")));
  }
}
