package vn.binhduong.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.acquisition.DeviceInfo;
import vn.binhduong.gateway.calibration.CalibrationSettings;
import vn.binhduong.gateway.calibration.CorrectionSettings;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.PlaceSettings;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.store.Store;

/// The catalogue the IOC gets: the gateway, and every device that was open at least once. A device
/// with more channels than the contract allows for is told with the first ones, and as
/// `catalogue/<id>` on the health board. Thread-safe.
final class Births {
  private static final int DOC_CHARACTERS_MAX = 200;

  /// The limit of the contract, see birth.schema.json.
  static final int CHANNELS_MAX = 256;

  private static final double UNBOUNDED = 1e300;

  private record Opened(DeviceInfo info, BootTime at) {}

  private final Build build;
  private final Configuration configuration;
  private final Function<String, Instruments.Known> instruments;
  private final Store store;
  private final HealthBoard health;
  private final BootTime startedAt;
  private final ToLongFunction<BootTime> wallMillis;
  private final Supplier<@Nullable PlaceSettings> place;
  private final Map<String, Opened> opened = new ConcurrentHashMap<>();

  /// @param instruments what stands at a device
  /// @param health is told of a device whose channels do not all fit
  /// @param wallMillis milliseconds since 1970 of an instant of this boot, as known when asked
  /// @param place where the gateway is, as known when asked
  Births(
      Build build,
      Configuration configuration,
      Function<String, Instruments.Known> instruments,
      Store store,
      HealthBoard health,
      BootTime startedAt,
      ToLongFunction<BootTime> wallMillis,
      Supplier<@Nullable PlaceSettings> place) {
    this.build = build;
    this.configuration = configuration;
    this.instruments = instruments;
    this.store = store;
    this.health = health;
    this.startedAt = startedAt;
    this.wallMillis = wallMillis;
    this.place = place;
  }

  /// A device opened for the first time, or says something else of itself than before.
  void opened(DeviceInfo info, BootTime at) {
    opened.put(info.device(), new Opened(info, at));
    configuration.devices().stream()
        .filter(device -> device.id().equals(info.device()))
        .findFirst()
        .ifPresent(device -> tellWhatIsLeftOut(device, info));
  }

  /// Samples of channels that the IOC was not told of arrive without a unit and a range.
  private void tellWhatIsLeftOut(Configuration.Device<?> device, DeviceInfo info) {
    String component = "catalogue/" + device.id();
    List<Channel> channels = channels(device, info);
    if (channels.size() > CHANNELS_MAX) {
      health.set(
          component,
          HealthState.DEGRADED,
          "%d channels, of which the IOC is told the first %d, not '%s' and those behind it"
              .formatted(channels.size(), CHANNELS_MAX, channels.get(CHANNELS_MAX).name()));
    } else if (health.find(component).isPresent()) {
      health.set(component, HealthState.OK, "");
    }
  }

  /// Those of the driver, then those that are computed of them.
  private static List<Channel> channels(Configuration.Device<?> device, DeviceInfo info) {
    return Stream.concat(
            info.channels().stream(),
            Plans.pipeline(device.settings()).made(info.channels()).stream())
        .toList();
  }

  /// Every catalogue as it holds now.
  List<Birth> all() {
    List<Birth> births = new ArrayList<>();
    births.add(ofGateway());
    for (Configuration.Device<?> device : configuration.devices()) {
      Optional.ofNullable(opened.get(device.id()))
          .ifPresent(known -> births.add(ofDevice(device, known)));
    }
    return births;
  }

  private Birth ofGateway() {
    return new Birth(
        Birth.CONTRACT_VERSION,
        configuration.settings().gateway().id(),
        Entry.GATEWAY,
        wallMillis.applyAsLong(startedAt),
        store.epoch(),
        new Birth.Driver("edge-gateway", build.version()),
        null,
        null,
        null,
        location(place.get()),
        List.of());
  }

  private Birth ofDevice(Configuration.Device<?> device, Opened known) {
    var settings = device.settings();
    Instruments.Known instrument = instruments.apply(device.id());
    PlaceSettings stands = settings.place() == null ? place.get() : settings.place();
    return new Birth(
        Birth.CONTRACT_VERSION,
        configuration.settings().gateway().id(),
        device.id(),
        wallMillis.applyAsLong(known.at()),
        store.epoch(),
        new Birth.Driver(device.factory().type(), build.version()),
        known.info().polled() ? settings.every().toNanos() / 1e9 : null,
        instrument.serial().isEmpty() ? null : instrument.serial(),
        calibration(instrument),
        location(stands),
        channels(device, known.info()).stream().limit(CHANNELS_MAX).map(Births::channel).toList());
  }

  private static Birth.Channel channel(Channel channel) {
    return new Birth.Channel(
        channel.name(),
        channel.unit().symbol(),
        bound(channel.min()),
        bound(channel.max()),
        shortened(channel.doc(), DOC_CHARACTERS_MAX));
  }

  private static @Nullable Double bound(double value) {
    return Math.abs(value) < UNBOUNDED ? value : null;
  }

  private static Birth.@Nullable Calibration calibration(Instruments.Known instrument) {
    CalibrationSettings settings = instrument.calibration();
    return settings == null
        ? null
        : new Birth.Calibration(
            settings.date(),
            settings.due(),
            settings.certificate(),
            settings.serial(),
            instrument.corrections().entrySet().stream()
                .map(entry -> correction(entry.getKey(), entry.getValue()))
                .toList());
  }

  private static Birth.Correction correction(String channel, CorrectionSettings correction) {
    Double gain = correction.gain();
    Double offset = correction.offset();
    return new Birth.Correction(
        channel,
        gain == null ? 1 : gain,
        offset == null ? 0 : offset,
        correction.shown(),
        correction.reference(),
        correction.date(),
        correction.due(),
        correction.certificate());
  }

  private static Birth.@Nullable Location location(@Nullable PlaceSettings place) {
    return place == null
        ? null
        : new Birth.Location(place.latitude(), place.longitude(), place.height(), place.name());
  }

  private static String shortened(String text, int charactersMax) {
    return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
  }
}
