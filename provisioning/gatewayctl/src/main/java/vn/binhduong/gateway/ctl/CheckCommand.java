package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.settings.Problem;

/// `gatewayctl check CONFIG`.
@Command(
    name = "check",
    description = "Checks a configuration with its profiles and names every mistake.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Answer in JSON, for programs.")
  private boolean json;

  @Parameters(paramLabel = "CONFIG", description = "The file, such as gateway.yaml.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Loaded loaded = Target.load(file);
    List<Problem> problems =
        switch (loaded) {
          case Loaded.Failed failed -> failed.problems();
          case Loaded.Ready ready -> ready.configuration().problems();
        };
    if (json) {
      Asking.print(spec.commandLine(), json(problems));
    } else {
      print(spec.commandLine().getOut(), loaded, problems);
    }
    return problems.isEmpty() ? GatewayCtl.OK : GatewayCtl.PROBLEM;
  }

  private void print(PrintWriter out, Loaded loaded, List<Problem> problems) {
    problems.forEach(out::println);
    switch (loaded) {
      case Loaded.Failed failed ->
          out.println(
              "%s: %s; the gateway would not run with it".formatted(file, mistakes(problems)));
      case Loaded.Ready(Configuration ready) ->
          out.println(
              "%s: %d devices on %d links, %s%s"
                  .formatted(
                      file,
                      ready.devices().size(),
                      ready.links().size(),
                      mistakes(problems),
                      ready.refused().isEmpty()
                          ? ""
                          : "; the gateway would run without "
                              + String.join(
                                  ", ",
                                  ready.refused().stream()
                                      .map(Configuration.Refused::component)
                                      .toList())));
    }
  }

  private static String mistakes(List<Problem> problems) {
    return switch (problems.size()) {
      case 0 -> "no mistakes";
      case 1 -> "1 mistake";
      default -> problems.size() + " mistakes";
    };
  }

  private static ObjectNode json(List<Problem> problems) {
    var answer = Asking.JSON.createObjectNode();
    var array = answer.put("ok", problems.isEmpty()).putArray("problems");
    for (Problem problem : problems) {
      array
          .addObject()
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("key", problem.key())
          .put("found", problem.found())
          .put("expected", problem.expected())
          .put("hint", problem.hint())
          .put("text", problem.toString());
    }
    return answer;
  }
}
