package vn.binhduong.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.acquisition.DeviceSpec;
import vn.binhduong.gateway.acquisition.LinkSpec;
import vn.binhduong.gateway.acquisition.Plan;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.DeviceSettings;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.pipeline.AlarmSettings;
import vn.binhduong.gateway.pipeline.DevicePlan;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StreamLedger;

/// Turns what one part knows into what another asks for.
final class Plans {
  private Plans() {}

  /// What acquisition is to read.
  static Plan plan(Configuration configuration) {
    return new Plan(
        configuration.links().stream().<LinkSpec<?>>map(Plans::link).toList(),
        configuration.devices().stream().<DeviceSpec<?>>map(Plans::device).toList());
  }

  private static <C extends Record> LinkSpec<C> link(Configuration.Link<C> link) {
    return new LinkSpec<>(link.name(), link.factory(), link.settings());
  }

  private static <C extends Record> DeviceSpec<C> device(Configuration.Device<C> device) {
    DeviceSettings settings = device.settings();
    Duration phase = settings.phase();
    return new DeviceSpec<>(
        device.id(),
        device.factory(),
        device.driverSettings(),
        settings.link(),
        settings.every(),
        phase == null ? DeviceSpec.spread(device.id(), settings.every()) : phase,
        settings.deadline());
  }

  /// What the pipeline does, by device.
  static Map<String, DevicePlan> pipeline(Configuration configuration) {
    Map<String, DevicePlan> plans = new HashMap<>();
    configuration.devices().forEach(device -> plans.put(device.id(), pipeline(device.settings())));
    return plans;
  }

  /// What the pipeline does with one device.
  static DevicePlan pipeline(DeviceSettings settings) {
    @Nullable Map<String, AlarmSettings> alarms = settings.alarms();
    return new DevicePlan(
        settings.every(),
        settings.channels(),
        settings.derived(),
        settings.bins(),
        settings.aqi(),
        alarms == null ? Map.of() : alarms);
  }

  /// When the newest entry of each stream was taken.
  static List<BootTime> newest(Store store) {
    return store.ledger().stream().map(StreamLedger::lastAt).filter(Objects::nonNull).toList();
  }
}
