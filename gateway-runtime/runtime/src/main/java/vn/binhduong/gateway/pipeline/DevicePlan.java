package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;

/// What the pipeline does with the samples of one device.
///
/// @param every how often it is read, or expected to speak
/// @param channels by channel name; what is missing is [ChannelSettings#NONE]
/// @param derived channels computed of a sample; null makes none
/// @param bins traffic bins; null makes none
/// @param aqi air quality index; null makes none
/// @param alarms by code
public record DevicePlan(
    Duration every,
    Map<String, ChannelSettings> channels,
    @Nullable DerivedSettings derived,
    @Nullable BinSettings bins,
    @Nullable AqiSettings aqi,
    Map<String, AlarmSettings> alarms) {
  /// Nothing is done but to check the ranges that the driver declares.
  static final DevicePlan NONE =
      new DevicePlan(Duration.ofSeconds(10), Map.of(), null, null, null, Map.of());

  ChannelSettings channel(String name) {
    return channels.getOrDefault(name, ChannelSettings.NONE);
  }

  /// The channels that are made beside those of the driver, for the catalogue. A name that the
  /// driver has itself is not made twice.
  public List<Channel> made(List<Channel> ofDriver) {
    List<Channel> measured = new ArrayList<>(ofDriver);
    add(measured, Derived.channels(derived));
    List<Channel> all = new ArrayList<>(measured);
    for (Channel channel : measured) {
      if (channel(channel.name()).levels() != null) {
        add(all, LevelWindow.Outputs.of(channel).announced());
      }
    }
    if (bins != null) {
      for (Duration length : bins.lengths()) {
        add(all, BinPeriod.Outputs.of(bins, length).announced());
      }
    }
    if (aqi != null) {
      add(all, AqiHours.announced(aqi));
    }
    return all.subList(ofDriver.size(), all.size());
  }

  private static void add(List<Channel> all, List<Channel> more) {
    for (Channel channel : more) {
      if (all.stream().noneMatch(each -> each.name().equals(channel.name()))) {
        all.add(channel);
      }
    }
  }

  /// How much of the past it needs after a restart; zero for none.
  Duration memory() {
    Duration memory = Duration.ZERO;
    if (bins != null && bins.vehicles() == BinSettings.Vehicles.KEEP) {
      memory = bins.lengths().stream().max(Duration::compareTo).orElse(memory);
    }
    return aqi == null ? memory : Duration.ofHours(VnAqi.HOURS_MAX + 1);
  }
}
