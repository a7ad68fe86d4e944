package vn.binhduong.gateway.driver.serial.level;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.FrameReader;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.SerialLink;
import vn.binhduong.gateway.driver.Unit;

/// One ultrasonic sensor that measures by itself, several times a second. A poll takes the median
/// of some measurements made from then on, so a wave, a bird or a leaf does not show.
final class UltrasonicDriver implements PolledDriver {
  /// Of every model and place.
  static final List<Channel> CHANNELS =
      List.of(
          new Channel("distance", Unit.METRE, 0.03, 9.999, "Distance to the surface"),
          new Channel("level", Unit.METRE, -9.999, 19.97, "Level above zero"));

  private final UltrasonicSettings settings;
  private final DriverContext context;
  private final FrameReader<Distance> reader;
  private final Channel distance;
  private final Channel level;
  private volatile boolean closed;

  UltrasonicDriver(UltrasonicSettings settings, DriverContext context, SerialLink link) {
    this.settings = settings;
    this.context = context;
    this.reader = new FrameReader<>(link, Distance.framing(settings.model()), Distance.BYTES_MAX);
    double least = settings.model().leastMillimetres() / 1000.0;
    double most = settings.model().mostMillimetres() / 1000.0;
    double height = settings.mounting() == null ? 0 : settings.mounting();
    this.distance = new Channel("distance", Unit.METRE, least, most, "Distance to the surface");
    this.level =
        new Channel("level", Unit.METRE, height - most, height - least, "Level above zero");
  }

  @Override
  public List<Channel> channels() {
    return settings.mounting() == null ? List.of(distance) : List.of(distance, level);
  }

  @Override
  public Identity identity() {
    return switch (settings.model()) {
      case A02YYUW -> new Identity("DYP", "A02YYUW", "", "");
      case HRXL_5M, HRXL_10M ->
          new Identity("MaxBotix", settings.model().name().toUpperCase(Locale.ROOT), "", "");
    };
  }

  /// Waits for the first distance.
  void prove() throws DriverException, InterruptedException {
    reader.next(settings.timeout());
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    ensureOpen();
    reader.discard();
    List<Integer> distances = new ArrayList<>();
    for (int i = 0; i < settings.frames(); i++) {
      distances.add(reader.next(settings.timeout()).millimetres());
    }
    ensureOpen();
    sink.emit(context.clock().instant(), readings(distances));
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable("closed");
    }
  }

  /// A target at or nearer than the nearest reads as the nearest, so that value is uncertain.
  private List<Reading> readings(List<Integer> distances) {
    List<Integer> seen =
        distances.stream()
            .filter(millimetres -> isTarget(settings.model(), millimetres))
            .sorted()
            .toList();
    if (2 * seen.size() <= distances.size()) {
      return channels().stream().map(channel -> channel.bad(Quality.BAD_SENSOR)).toList();
    }
    int millimetres = seen.get(seen.size() / 2);
    Quality quality =
        millimetres <= settings.model().leastMillimetres() ? Quality.UNCERTAIN_RANGE : Quality.GOOD;
    List<Reading> readings = new ArrayList<>();
    readings.add(distance.reading(millimetres / 1000.0).withQuality(quality));
    if (settings.mounting() != null) {
      // In whole millimetres, so that no rounding of the difference shows.
      long above = Math.round(settings.mounting() * 1000) - millimetres;
      readings.add(level.reading(above / 1000.0).withQuality(quality));
    }
    return readings;
  }

  /// Whether a value means a target: a HRXL tells its farthest distance where there is none, the
  /// A02YYUW FFFD (nothing seen), FFFE (disturbed) or 0.
  static boolean isTarget(UltrasonicModel model, int millimetres) {
    return switch (model) {
      case A02YYUW -> millimetres > 0 && millimetres < 0xFFFD;
      case HRXL_5M, HRXL_10M -> millimetres != model.mostMillimetres();
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
