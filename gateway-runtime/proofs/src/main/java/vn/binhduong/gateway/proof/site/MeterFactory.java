package vn.binhduong.gateway.proof.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.ioc.verify.TruthLog;
import vn.binhduong.gateway.ioc.verify.TruthRow;

/// A polled instrument of which no two samples are equal, in this life of the process and in all
/// others: a sample that is stored never passes for one that is lost. Its other channels move as
/// those of a weather station do.
public final class MeterFactory implements DriverFactory<MeterSettings> {
  private static final Channel M =
      new Channel("m", Unit.COUNT, 0, 1e15, "Microseconds of the machine's monotonic clock");
  private static final Channel TEMPERATURE =
      new Channel("temperature", Unit.CELSIUS, -40, 80, "Air temperature");
  private static final Channel HUMIDITY =
      new Channel("humidity", Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity");

  @Override
  public String type() {
    return "proof-meter";
  }

  @Override
  public Class<MeterSettings> settings() {
    return MeterSettings.class;
  }

  @Override
  public Driver open(MeterSettings settings, DriverContext context) throws DriverException {
    try {
      return new Meter(TruthLog.append(settings.truthLog()), context);
    } catch (IOException e) {
      throw new DriverException(
          DriverException.Kind.MISCONFIGURED, "truth-log: cannot be written: " + e, e);
    }
  }

  private static final class Meter implements PolledDriver {
    private final TruthLog truth;
    private final DriverContext context;
    private long last;

    Meter(TruthLog truth, DriverContext context) {
      this.truth = truth;
      this.context = context;
    }

    @Override
    public List<Channel> channels() {
      return List.of(M, TEMPERATURE, HUMIDITY);
    }

    @Override
    public void poll(ReadingSink sink) throws DriverException {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      last = Math.max(last + 1, System.nanoTime() / 1_000);
      List<Reading> readings =
          List.of(
              M.reading((double) last),
              TEMPERATURE.reading(random.nextInt(150, 400) / 10.0),
              HUMIDITY.reading(random.nextInt(200, 1000) / 10.0));
      Instant at = context.clock().instant();
      try {
        truth.write(
            new TruthRow(
                context.deviceId(),
                at.toEpochMilli(),
                Map.of(
                    "m", readings.get(0).value(),
                    "temperature", readings.get(1).value(),
                    "humidity", readings.get(2).value())));
      } catch (IOException e) {
        throw new DriverException(
            DriverException.Kind.UNAVAILABLE, "truth-log: cannot append: " + e, e);
      }
      sink.emit(at, readings);
    }

    @Override
    public void close() {
      try {
        truth.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
