package vn.binhduong.gateway;

import java.io.IOException;
import java.util.Optional;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.management.objects.ManagedValues;
import vn.binhduong.gateway.update.Journal;
import vn.binhduong.gateway.update.RefusedException;
import vn.binhduong.gateway.update.UpdateState;
import vn.binhduong.gateway.update.Updates;

/// The updates of the program as a management server sees them.
///
/// @param updates of the installation
/// @param health what the next version is compared with, once it is switched to
/// @param journal where the present or last one stands
record ManagedFirmware(Updates updates, HealthBoard health, Journal journal)
    implements ManagedValues.Firmware {
  /// The picture of now; empty where the program is not installed in slots.
  static Optional<ManagedValues.Firmware> of(Updates updates, HealthBoard health) {
    try {
      return updates.present()
          ? Optional.of(new ManagedFirmware(updates, health, updates.journal()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public int state() {
    return journal.state().number();
  }

  @Override
  public int result() {
    return journal.result().number();
  }

  @Override
  public String uri() {
    return journal.source().equals(Journal.FROM_FILE) ? "" : journal.source();
  }

  @Override
  public String version() {
    return journal.version();
  }

  @Override
  public Optional<String> fetch(String uri) {
    return attempt(
        () -> {
          try {
            updates.begin(uri);
          } catch (RefusedException e) {
            // An address of no use is a result (7 or 9), not an error of the write.
            Journal after = updates.journal();
            if (after.state() != UpdateState.IDLE || after.result() != e.code()) {
              throw e;
            }
          }
        });
  }

  @Override
  public Optional<String> update() {
    return attempt(
        () -> {
          updates.remember(HealthPicture.of(health));
          updates.apply();
        });
  }

  @Override
  public Optional<String> cancel() {
    return attempt(updates::cancel);
  }

  /// While nothing is under way there is nothing to call off, and that is no mistake.
  @Override
  public Optional<String> reset() {
    return attempt(
        () -> {
          if (updates.journal().state() != UpdateState.IDLE) {
            updates.clear();
          }
        });
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException, RefusedException;
  }

  private static Optional<String> attempt(Step step) {
    try {
      step.take();
      return Optional.empty();
    } catch (IOException | RefusedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
