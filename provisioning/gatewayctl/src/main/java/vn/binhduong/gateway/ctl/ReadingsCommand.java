package vn.binhduong.gateway.ctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.TailLine;
import vn.binhduong.gateway.control.Value;
import vn.binhduong.gateway.settings.Durations;

/// `gatewayctl readings`.
@Command(
    name = "readings",
    description = "Shows the newest readings in the store, with or without a running gateway.",
    mixinStandardHelpOptions = true)
final class ReadingsCommand implements Callable<Integer> {
  private static final int LIMIT_MAX = 1_000_000;

  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "1h",
      description =
          "Not older than this: an age such as 15min, 2h or 7d, or a time such as"
              + " 2026-11-23T08:00:00Z (default: ${DEFAULT-VALUE}).")
  private String since = "1h";

  @Option(names = "--device", paramLabel = "ID", description = "Only this device.")
  private @Nullable String device;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, json or csv (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many samples, the newest (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  private enum Format {
    TABLE,
    JSON,
    CSV
  }

  ReadingsCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--limit: expected 1 to %d, found %d".formatted(LIMIT_MAX, limit));
    }
    Instant now = clock.instant();
    OfflineStore store = gatewayctl.target().store();
    List<TailLine> samples =
        store.samples(
            id -> device == null || id.equals(device),
            since(now).toEpochMilli(),
            limit,
            now.toEpochMilli());
    PrintWriter out = spec.commandLine().getOut();
    switch (gatewayctl.target().json() ? Format.JSON : format) {
      case TABLE -> table(out, samples);
      case JSON -> samples.forEach(sample -> out.println(Answers.of(sample)));
      case CSV -> csv(out, samples);
    }
    store.skipped().forEach(spec.commandLine().getErr()::println);
    if (samples.isEmpty()) {
      spec.commandLine().getErr().println("readings: none since " + since);
    }
    return store.skipped().isEmpty() ? GatewayCtl.OK : GatewayCtl.PROBLEM;
  }

  private Instant since(Instant now) {
    try {
      return since.contains("T") ? Instant.parse(since) : now.minus(age());
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--since: expected an age such as 2h or a time such as 2026-11-23T08:00:00Z, found '%s'"
              .formatted(since),
          e);
    }
  }

  private Duration age() {
    return Durations.of(since);
  }

  private static void table(PrintWriter out, List<TailLine> samples) {
    var table = new Table("TIME", "DEVICE", ">SEQ", "CHANNEL", ">VALUE", "UNIT", "QUALITY");
    for (TailLine sample : samples) {
      for (Value value : sample.values()) {
        table.row(
            Words.time(sample.epochMillis(), ZoneId.systemDefault()),
            sample.device(),
            Long.toString(sample.seq()),
            value.channel(),
            Words.number(value.value()),
            value.unit(),
            value.quality());
      }
    }
    table.print(out);
  }

  /// One reading a line (RFC 4180); ids, channels and units hold no comma and no quote.
  private static void csv(PrintWriter out, List<TailLine> samples) {
    out.println("time,clock,device,seq,channel,value,unit,quality");
    for (TailLine sample : samples) {
      for (Value value : sample.values()) {
        out.println(
            String.join(
                ",",
                Instant.ofEpochMilli(sample.epochMillis()).toString(),
                sample.clock(),
                sample.device(),
                Long.toString(sample.seq()),
                value.channel(),
                value.value() == null ? "" : value.value().toString(),
                value.unit(),
                value.quality()));
      }
    }
  }
}
