package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.Calibrations;
import vn.binhduong.gateway.control.ChangeStatus;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.Shown;
import vn.binhduong.gateway.settings.Durations;

/// `gatewayctl calibrate`: from marking an instrument to the correction in the configuration.
@Command(
    name = "calibrate",
    description = {
      "Tells what every instrument is corrected by. 'start' marks its readings CALIBRATING for a time, 'point' compares what"
          + " it shows with a reference, 'finish' writes the correction into the configuration, on trial like every change,"
          + " and 'stop' ends the marks."
    },
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;
  private static final int SAMPLES_MAX = 1000;

  /// How long no new sample may come.
  private static final Duration SILENCE_MAX = Duration.ofMinutes(5);

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Override
  public Integer call() throws IOException, ControlException {
    JsonNode answer = Asking.ask(gatewayctl.target(), "calibrations");
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), answer);
      return GatewayCtl.OK;
    }
    PrintWriter out = spec.commandLine().getOut();
    var table = new Table("DEVICE", "SERIAL", "CALIBRATED", "DUE", "CERTIFICATE", "VALUES");
    List<Calibrations.Instrument> all = Answers.as(Calibrations.class, answer).instruments();
    for (Calibrations.Instrument each : all) {
      table.row(
          each.device(),
          orDash(each.serial()),
          orDash(each.date()),
          orDash(each.due()),
          orDash(each.certificate()),
          each.corrections().isEmpty() ? "as shown" : String.join("; ", each.corrections()));
    }
    table.print(out);
    for (Calibrations.Instrument each : all) {
      if (!each.unused().isEmpty()) {
        out.println("%s: %s".formatted(each.device(), each.unused()));
      }
      if (each.leftMillis() > 0) {
        out.println(
            "%s: readings are marked CALIBRATING for %s more, asked for by %s; %s"
                .formatted(
                    each.device(),
                    Words.span(each.leftMillis()),
                    each.by(),
                    Words.count(each.points().size(), "point")));
      }
    }
    return all.stream().allMatch(each -> each.unused().isEmpty())
        ? GatewayCtl.OK
        : GatewayCtl.PROBLEM;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  @Command(
      name = "start",
      description =
          "Marks the readings of a device CALIBRATING: they enter no mean, bin or alarm. Ends by itself.",
      mixinStandardHelpOptions = true)
  int start(
      @Parameters(paramLabel = "DEVICE", description = "Id of the device.") String device,
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "30min",
              description = "How long at most, 1min to 24h (default: ${DEFAULT-VALUE}).")
          String time)
      throws IOException, ControlException {
    long seconds;
    try {
      seconds = Durations.of(time).toSeconds();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--for: " + e.getMessage());
    }
    Calibrations.Instrument now =
        ask("calibrate-begin", ChangeWait.named().put("device", device).put("seconds", seconds));
    spec.commandLine()
        .getOut()
        .println(
            "%s: readings are marked CALIBRATING for at most %s"
                .formatted(device, Words.span(Math.ceilDiv(now.leftMillis(), 1000) * 1000)));
    return GatewayCtl.OK;
  }

  @Command(
      name = "stop",
      description = "Marks the readings no more. Points that were taken are dropped.",
      mixinStandardHelpOptions = true)
  int stop(@Parameters(paramLabel = "DEVICE", description = "Id of the device.") String device)
      throws IOException, ControlException {
    ask("calibrate-end", ChangeWait.named().put("device", device));
    spec.commandLine().getOut().println("%s: readings are marked no more".formatted(device));
    return GatewayCtl.OK;
  }

  @Command(
      name = "point",
      description = {
        "Takes the mean of what the instrument shows now as the point for a reference: one point makes an offset, two a"
            + " gain and an offset, more a table."
      },
      mixinStandardHelpOptions = true)
  int point(
      @Parameters(index = "0", paramLabel = "DEVICE", description = "Id of the device.")
          String device,
      @Parameters(index = "1", paramLabel = "CHANNEL", description = "One of its channels.")
          String channel,
      @Parameters(
              index = "2",
              paramLabel = "REFERENCE",
              description = "The true value, in the unit of the channel.")
          double reference,
      @Option(
              names = "--samples",
              paramLabel = "N",
              defaultValue = "10",
              description = "How many samples to take the mean of (default: ${DEFAULT-VALUE}).")
          int samples)
      throws IOException, ControlException, InterruptedException {
    if (samples < 1 || samples > SAMPLES_MAX || !Double.isFinite(reference)) {
      throw new ParameterException(
          spec.commandLine(),
          "--samples and REFERENCE: expected 1 to %d samples and a finite number"
              .formatted(SAMPLES_MAX));
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Shown.Channel> taken = take(device, channel, samples, out);
    double mean = taken.stream().mapToDouble(CalibrateCommand::shown).average().orElse(Double.NaN);
    double corrected =
        taken.stream().mapToDouble(CalibrateCommand::value).average().orElse(Double.NaN);
    double squares = taken.stream().mapToDouble(each -> Math.pow(shown(each) - mean, 2)).sum();
    double deviation = taken.size() < 2 ? 0 : Math.sqrt(squares / (taken.size() - 1));
    Calibrations.Instrument now =
        ask(
            "calibrate-point",
            ChangeWait.named()
                .put("device", device)
                .put("channel", channel)
                .put("reference", reference)
                .put("shown", mean)
                .put("deviation", deviation)
                .put("samples", taken.size()));
    String unit = taken.getFirst().unit();
    out.println(
        "%s %s: shows %s %s (%s, standard deviation %s), corrected so far %s; reference %s, error as found %s"
            .formatted(
                device,
                channel,
                number(mean),
                unit,
                Words.count(taken.size(), "sample"),
                number(deviation),
                number(corrected),
                number(reference),
                number(corrected - reference)));
    out.println(
        "%s of %s taken; 'gatewayctl calibrate finish %s' makes the correction"
            .formatted(
                Words.count(
                    (int) now.points().stream().filter(p -> p.channel().equals(channel)).count(),
                    "point"),
                channel,
                device));
    return GatewayCtl.OK;
  }

  /// Waits for samples that come the usual way, so that an instrument that speaks by itself can be
  /// calibrated too.
  private List<Shown.Channel> take(String device, String channel, int samples, PrintWriter out)
      throws IOException, ControlException, InterruptedException {
    List<Shown.Channel> taken = new ArrayList<>();
    ObjectNode arguments = Asking.JSON.createObjectNode().put("device", device);
    long last = Answers.as(Shown.class, asked("calibrate-shown", arguments)).sample();
    long heard = System.nanoTime();
    while (taken.size() < samples) {
      Thread.sleep(POLL_MILLIS);
      Shown now = Answers.as(Shown.class, asked("calibrate-shown", arguments));
      if (now.sample() == last) {
        if (System.nanoTime() - heard > SILENCE_MAX.toNanos()) {
          throw new ControlException(
              "device %s: no sample for %s".formatted(device, Words.span(SILENCE_MAX.toMillis())));
        }
        continue;
      }
      last = now.sample();
      heard = System.nanoTime();
      taken.add(usable(now, channel));
      out.println(
          "%d of %d: %s %s"
              .formatted(
                  taken.size(), samples, number(shown(taken.getLast())), taken.getLast().unit()));
      out.flush();
    }
    return taken;
  }

  private static Shown.Channel usable(Shown sample, String channel) throws ControlException {
    Shown.Channel found =
        sample.channels().stream()
            .filter(each -> each.name().equals(channel))
            .findFirst()
            .orElseThrow(
                () ->
                    new ControlException(
                        "device %s: no channel '%s' in its sample; there are: %s"
                            .formatted(
                                sample.device(),
                                channel,
                                String.join(
                                    ", ",
                                    sample.channels().stream()
                                        .map(Shown.Channel::name)
                                        .toList()))));
    if (found.shown() == null || found.value() == null) {
      throw new ControlException(
          "device %s: %s has no value: %s".formatted(sample.device(), channel, found.quality()));
    }
    return found;
  }

  private static double shown(Shown.Channel channel) {
    Double shown = channel.shown();
    return shown == null ? Double.NaN : shown;
  }

  private static double value(Shown.Channel channel) {
    Double value = channel.value();
    return value == null ? Double.NaN : value;
  }

  /// Six digits, and nothing below a millionth: more is not measured.
  private static String number(double value) {
    double shown = Math.abs(value) < 1e6 ? Math.rint(value * 1e6) / 1e6 : value;
    return Words.number(Double.parseDouble(String.format(Locale.ROOT, "%.6g", shown)));
  }

  @Command(
      name = "finish",
      description =
          "Writes the correction that the points lead to into the configuration, on trial, and ends the marks.",
      mixinStandardHelpOptions = true)
  int finish(
      @Parameters(paramLabel = "DEVICE", description = "Id of the device.") String device,
      @Option(
              names = "--certificate",
              paramLabel = "ID",
              description = "Number of the certificate.")
          @Nullable String certificate,
      @Option(
              names = "--due",
              paramLabel = "DAY",
              description = "Day the next calibration is due, as 2027-03-01.")
          @Nullable String due,
      @Option(
              names = "--date",
              paramLabel = "DAY",
              description = "Day of the calibration (default: today).")
          @Nullable String date,
      @Option(
              names = "--serial",
              paramLabel = "SERIAL",
              description = "Serial of the instrument, when it does not tell it.")
          @Nullable String serial,
      @Option(
              names = "--within",
              paramLabel = "SECONDS",
              defaultValue = "300",
              description =
                  "How long it may take to prove itself, 10 to 3600 s (default: ${DEFAULT-VALUE}).")
          long seconds,
      @Option(names = "--no-wait", description = "Do not wait for the outcome.") boolean noWait)
      throws IOException, ControlException, InterruptedException {
    ObjectNode arguments = ChangeWait.named().put("device", device).put("deadlineSeconds", seconds);
    put(arguments, "certificate", certificate);
    put(arguments, "due", due);
    put(arguments, "date", date);
    put(arguments, "serial", serial);
    ChangeStatus begun = Answers.as(ChangeStatus.class, asked("calibrate-finish", arguments));
    return ChangeWait.of(
        gatewayctl.target(),
        begun,
        Duration.ofSeconds(seconds),
        noWait,
        spec.commandLine().getOut());
  }

  private static void put(ObjectNode arguments, String field, @Nullable String value) {
    if (value != null) {
      arguments.put(field, value);
    }
  }

  private Calibrations.Instrument ask(String op, ObjectNode arguments)
      throws IOException, ControlException {
    return Answers.as(Calibrations.Instrument.class, asked(op, arguments));
  }

  private JsonNode asked(String op, ObjectNode arguments) throws IOException, ControlException {
    return Asking.ask(gatewayctl.target(), op, arguments, Asking.PATIENCE);
  }
}
