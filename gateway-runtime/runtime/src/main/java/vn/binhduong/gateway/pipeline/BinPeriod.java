package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

/// The open traffic bin of one length.
///
/// Invariants:
/// - A bin ends although nothing passes: an empty road is a count of 0.
/// - A bin in which the detector worked for too short a time is bad: a dead detector is no empty
///   road. Time counts from a look that found it working to the next look.
/// - A sample whose readings are all bad, or without a channel that the settings name, is no
///   vehicle. A bad or doubtful speed enters no mean, and with too few speeds there is none.
final class BinPeriod implements Period {
  private static final double SPEED_MAX = 250;
  private static final double KMH_PER_METRE_SECOND = 3.6;

  /// Time between two looks is counted up to this: looks come every second, and who is not looked
  /// at may have been stopped.
  private static final long LOOK_MAX_NANOS = 60_000_000_000L;

  private final BinSettings settings;
  private final long lengthNanos;
  private final Outputs outputs;
  private final List<Integer> codes;
  private TrafficBin.Open open;
  private boolean begun;
  private long endNanos;
  private long upNanos;
  private long lookedNanos;
  private boolean worked;
  private long vehicleNanos;
  private boolean hasVehicle;

  BinPeriod(BinSettings settings, Duration length) {
    this.settings = settings;
    this.lengthNanos = length.toNanos();
    this.outputs = Outputs.of(settings, length);
    this.codes = List.copyOf(settings.classes().values());
    this.open = new TrafficBin.Open(codes.size() + 1);
  }

  /// What a bin becomes; names begin with its length, as `bin5_count`.
  ///
  /// @param byClass in the order of the settings, then all others
  record Outputs(
      Channel count,
      List<Channel> byClass,
      Channel speed,
      Channel speeds,
      Channel speed85,
      Channel headway,
      Channel occupancy) {
    static Outputs of(BinSettings settings, Duration length) {
      String prefix = "bin%d_".formatted(length.toMinutes());
      String over = " in %d min".formatted(length.toMinutes());
      List<Channel> byClass = new ArrayList<>();
      settings
          .classes()
          .forEach((name, code) -> byClass.add(count(prefix + "count_" + name, name + over)));
      byClass.add(count(prefix + "count_other", "Vehicles of other or unknown class" + over));
      Channel speed =
          new Channel(
              prefix + "speed", Unit.KILOMETRE_PER_HOUR, 0, SPEED_MAX, "Time mean speed" + over);
      return new Outputs(
          count(prefix + "count", "Vehicles" + over),
          byClass,
          speed,
          speed.aggregate(Channel.Aggregate.N),
          new Channel(
              prefix + "v85",
              Unit.KILOMETRE_PER_HOUR,
              0,
              SPEED_MAX,
              "85th percentile speed" + over),
          new Channel(
              prefix + "headway", Unit.SECOND, 0, 3600, "Mean headway, front to front" + over),
          new Channel(prefix + "occupancy", Unit.PERCENT, 0, 100, "Occupancy" + over));
    }

    private static Channel count(String name, String doc) {
      return new Channel(name, Unit.COUNT, 0, Double.POSITIVE_INFINITY, doc);
    }

    List<Channel> announced() {
      List<Channel> channels = new ArrayList<>();
      channels.add(count);
      channels.addAll(byClass);
      channels.addAll(List.of(speed, speed85, headway, occupancy));
      return channels;
    }
  }

  @Override
  public boolean endsBy(long steadyNanos) {
    return begun && endNanos <= steadyNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  /// Tells whether the detector works at this time; begins the first bin.
  void look(long steadyNanos, boolean works) {
    begin(steadyNanos);
    count(Math.min(steadyNanos, endNanos), LOOK_MAX_NANOS);
    worked = works;
  }

  /// Nothing is known of the time from here to the next look.
  void lose() {
    worked = false;
    hasVehicle = false;
  }

  /// Forgets the open bin; the next look begins another.
  void restart() {
    lose();
    begun = false;
    upNanos = 0;
    open = new TrafficBin.Open(codes.size() + 1);
  }

  private void begin(long steadyNanos) {
    if (!begun) {
      begun = true;
      endNanos = Period.endOf(steadyNanos, lengthNanos);
      lookedNanos = steadyNanos;
    }
  }

  /// Adds what lies between the last look and `toNanos`, if the detector worked then and somebody
  /// has looked since.
  private void count(long toNanos, long boundNanos) {
    long passed = toNanos - lookedNanos;
    if (worked && passed > 0 && passed <= boundNanos) {
      upNanos += passed;
    }
    lookedNanos = Math.max(lookedNanos, toNanos);
  }

  /// Whether a stored sample belongs to the open bin.
  boolean wants(List<Reading> past, long steadyNanos, long nowNanos) {
    return isVehicle(past) && Period.isOpen(steadyNanos, nowNanos, lengthNanos);
  }

  /// Takes a stored vehicle of the open bin. From one to the next the detector is taken to have
  /// worked.
  void recall(List<Reading> past, long steadyNanos) {
    begin(steadyNanos);
    count(steadyNanos, Long.MAX_VALUE);
    add(past, steadyNanos);
  }

  /// Takes the sample of one vehicle.
  void add(List<Reading> sample, long steadyNanos) {
    if (!isVehicle(sample)) {
      return;
    }
    boolean answers = sample.stream().anyMatch(reading -> reading.quality().hasValue());
    look(steadyNanos, answers);
    if (!answers) {
      hasVehicle = false;
      return;
    }
    double headway = value(sample, settings.headway());
    if (settings.headway() == null && hasVehicle) {
      headway = Math.max(0, (steadyNanos - vehicleNanos) / 1e9);
    }
    hasVehicle = true;
    vehicleNanos = steadyNanos;
    double code = value(sample, settings.vehicleClass());
    int index = codes.size();
    for (int i = 0; i < codes.size(); i++) {
      index = code == codes.get(i) ? i : index;
    }
    open.add(
        new TrafficBin.Vehicle(
            index,
            speed(sample),
            headway,
            value(sample, settings.covered()),
            value(sample, settings.occupancy())));
  }

  /// Kilometres per hour; NaN in any unit that is no speed.
  private double speed(List<Reading> sample) {
    Reading reading = Derived.find(sample, settings.speed());
    if (reading == null || !Capture.usable(reading.quality())) {
      return Double.NaN;
    }
    Unit unit = reading.channel().unit();
    return unit.equals(Unit.KILOMETRE_PER_HOUR)
        ? reading.value()
        : unit.equals(Unit.METRE_PER_SECOND) ? reading.value() * KMH_PER_METRE_SECOND : Double.NaN;
  }

  /// Whether a sample is of a vehicle: it has one of the channels that the settings name.
  boolean isVehicle(List<Reading> sample) {
    return Derived.find(sample, settings.speed()) != null
        || Derived.find(sample, settings.vehicleClass()) != null
        || has(sample, settings.headway())
        || has(sample, settings.covered())
        || has(sample, settings.occupancy());
  }

  private static boolean has(List<Reading> sample, @Nullable String channel) {
    return channel != null && Derived.find(sample, channel) != null;
  }

  private static double value(List<Reading> sample, @Nullable String channel) {
    Reading reading = channel == null ? null : Derived.find(sample, channel);
    return reading != null && Capture.usable(reading.quality()) ? reading.value() : Double.NaN;
  }

  @Override
  public List<Reading> close() {
    count(endNanos, LOOK_MAX_NANOS);
    TrafficBin bin = open.close(lengthNanos / 1e9);
    List<Reading> readings =
        Capture.enough(upNanos / 1_000_000, lengthNanos / 1_000_000) ? readings(bin) : bad();
    open = new TrafficBin.Open(codes.size() + 1);
    upNanos = 0;
    endNanos += lengthNanos;
    return readings;
  }

  /// Figures that an empty bin has not are left out.
  private List<Reading> readings(TrafficBin bin) {
    List<Reading> readings = new ArrayList<>();
    readings.add(outputs.count.reading((double) bin.count()));
    for (int i = 0; i < bin.byClass().size(); i++) {
      readings.add(outputs.byClass.get(i).reading((double) bin.byClass().get(i)));
    }
    if (bin.count() > 0) {
      boolean enough = Capture.enough(bin.speeds(), bin.count());
      readings.add(speed(outputs.speed, enough ? bin.meanSpeed() : Double.NaN));
      readings.add(outputs.speeds.reading((double) bin.speeds()));
      readings.add(speed(outputs.speed85, enough ? bin.speed85() : Double.NaN));
      present(readings, outputs.headway, bin.headwaySeconds());
      present(readings, outputs.occupancy, bin.occupancyPercent());
    }
    return readings;
  }

  private static Reading speed(Channel channel, double value) {
    return Double.isFinite(value) ? channel.reading(value) : channel.bad(Quality.BAD_SENSOR);
  }

  private static void present(List<Reading> readings, Channel channel, double value) {
    if (Double.isFinite(value)) {
      readings.add(channel.reading(value));
    }
  }

  private List<Reading> bad() {
    List<Reading> readings = new ArrayList<>();
    readings.add(outputs.count.bad(Quality.BAD_LINK));
    outputs.byClass.forEach(channel -> readings.add(channel.bad(Quality.BAD_LINK)));
    return readings;
  }
}
