package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;

/// One device as it is configured.
///
/// @param id its id
/// @param factory makes its driver
/// @param settings what the factory is given
/// @param link name of the link it is on, null for a device that needs none
/// @param every period of polling, more than zero; polls fall on its multiples by the wall clock as
///   it stood when the device was taken up. Of no use to a device that speaks by itself
/// @param phase shifts the polls against those multiples, 0 or more and less than `every`
/// @param deadline longest time that opening it, or one poll, may take, more than zero
/// @param <C> type of the settings
public record DeviceSpec<C extends Record>(
    String id,
    DriverFactory<C> factory,
    C settings,
    @Nullable String link,
    Duration every,
    Duration phase,
    Duration deadline) {

  /// Deadline of a device for which none is configured.
  public static final Duration DEADLINE = Duration.ofSeconds(10);

  public DeviceSpec {
    if (!every.isPositive()) {
      throw new IllegalArgumentException(
          "device %s: every: expected more than 0s, found %s".formatted(id, every));
    }
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException(
          "device %s: deadline: expected more than 0s, found %s".formatted(id, deadline));
    }
    if (phase.isNegative() || phase.compareTo(every) >= 0) {
      throw new IllegalArgumentException(
          "device %s: phase: expected 0s up to less than %s, found %s".formatted(id, every, phase));
    }
  }

  /// A phase that spreads devices over their period: always the same for one id.
  public static Duration spread(String id, Duration every) {
    long slot = Math.floorMod(id.hashCode() * 0x9E3779B9L, 1000L);
    return every.multipliedBy(slot).dividedBy(1000);
  }

  Driver open(DriverContext context) throws DriverException, InterruptedException {
    return factory.open(settings, context);
  }

  /// Whether the other is the same device with the same settings.
  boolean sameAs(DeviceSpec<?> other) {
    return id.equals(other.id)
        && factory.type().equals(other.factory.type())
        && settings.equals(other.settings)
        && Objects.equals(link, other.link)
        && every.equals(other.every)
        && phase.equals(other.phase)
        && deadline.equals(other.deadline);
  }
}
