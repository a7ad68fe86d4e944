package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
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

  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description = "The file, such as gateway.yaml (default: that of --config).")
  private @Nullable Path named;

  @Override
  public Integer call() {
    Path file = named == null ? gatewayctl.target().file() : named;
    Loaded loaded = Target.load(file);
    List<Problem> problems =
        switch (loaded) {
          case Loaded.Failed failed -> failed.problems();
          case Loaded.Ready ready -> ready.configuration().problems();
        };
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), json(problems));
    } else {
      print(spec.commandLine().getOut(), file, loaded, problems);
    }
    return problems.isEmpty() ? GatewayCtl.OK : GatewayCtl.PROBLEM;
  }

  private static void print(PrintWriter out, Path file, Loaded loaded, List<Problem> problems) {
    problems.forEach(out::println);
    switch (loaded) {
      case Loaded.Failed failed ->
          out.println(
              "%s: %s; the gateway would not run with it".formatted(file, mistakes(problems)));
      case Loaded.Ready(Configuration ready) ->
          out.println(
              "%s: %s on %s, %s%s"
                  .formatted(
                      file,
                      Words.count(ready.devices().size(), "device"),
                      Words.count(ready.links().size(), "link"),
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
    return problems.isEmpty() ? "no mistakes" : Words.count(problems.size(), "mistake");
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
