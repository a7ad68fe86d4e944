package vn.binhduong.gateway.management;

import java.util.Optional;

/// A machine of which nothing may be asked, as every machine that tests run on.
final class NoActions implements SystemActions {
  @Override
  public Optional<String> reboot() {
    return Optional.of("not enabled");
  }

  @Override
  public Optional<String> factoryReset() {
    return Optional.of("not enabled");
  }
}
