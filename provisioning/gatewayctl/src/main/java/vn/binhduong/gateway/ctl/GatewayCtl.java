package vn.binhduong.gateway.ctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.update.RefusedException;

/// `gatewayctl`: one command for each question. Commands that only need the store or the
/// configuration work without a running gateway.
@Command(
    name = "gatewayctl",
    description = "Asks a gateway on this machine, or reads what it left on disk.",
    mixinStandardHelpOptions = true,
    versionProvider = GatewayCtl.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and nothing is wrong",
      "1:done, and something is wrong: a component is not well, a configuration has mistakes, the gateway refused",
      "2:the command line was not understood",
      "3:no gateway is running (commands that can, answer from the disk all the same)",
      "4:not done: a file, the store or the socket could not be used",
    },
    subcommands = {
      StatusCommand.class,
      DevicesCommand.class,
      ReadCommand.class,
      ReadingsCommand.class,
      BacklogCommand.class,
      CheckCommand.class,
      DriversCommand.class,
      TailCommand.class,
      UpdateCommand.class,
      ConfigCommand.class,
      CalibrateCommand.class,
    })
public final class GatewayCtl implements Runnable {
  static final int OK = 0;
  static final int PROBLEM = 1;
  static final int USAGE = 2;
  static final int NOT_RUNNING = 3;
  static final int FAILED = 4;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();

  /// Runs a command and exits with its code.
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, InstantSource.system(), arguments));
  }

  /// Runs a command.
  ///
  /// @param out takes the answer
  /// @param err takes what is wrong
  /// @param clock tells ages
  /// @return the exit code
  static int run(PrintWriter out, PrintWriter err, InstantSource clock, String... arguments) {
    var line =
        new CommandLine(new GatewayCtl(), new Commands(clock))
            .setOut(out)
            .setErr(err)
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(GatewayCtl::failed);
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    String message = line.getCommandName() + ": " + e.getMessage();
    return switch (e) {
      case ControlException refused -> complain(line, message, PROBLEM);
      case RefusedException refused -> complain(line, message, PROBLEM);
      case ControlClient.NotRunning none -> complain(line, message, NOT_RUNNING);
      case IOException io -> complain(line, message, FAILED);
      default -> throw e;
    };
  }

  private static int complain(CommandLine line, String message, int code) {
    line.getErr().println(message);
    return code;
  }

  /// Which gateway is meant; its options may stand before or behind the command.
  Target target() {
    return target;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /// Makes commands; those that tell ages are given the clock.
  private record Commands(InstantSource clock) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == ReadingsCommand.class) {
        return type.cast(new ReadingsCommand(clock));
      }
      if (type == DevicesCommand.class) {
        return type.cast(new DevicesCommand(clock));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }

  /// The version in the manifest of the jar.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = GatewayCtl.class.getPackage().getImplementationVersion();
      return new String[] {"gatewayctl " + (version == null ? "(not packaged)" : version)};
    }
  }
}
