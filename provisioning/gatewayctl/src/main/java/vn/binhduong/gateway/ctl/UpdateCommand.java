package vn.binhduong.gateway.ctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.update.Journal;
import vn.binhduong.gateway.update.Manifest;
import vn.binhduong.gateway.update.RefusedException;
import vn.binhduong.gateway.update.ResultCode;
import vn.binhduong.gateway.update.UpdateState;
import vn.binhduong.gateway.update.Updates;

/// `gatewayctl update FILE`: the same update as from afar, from a USB stick. Works with and without
/// a running gateway.
@Command(
    name = "update",
    description = {
      "Updates the program from a package, such as one on a USB stick: verifies it, puts it into a slot of its own, and asks"
          + " the supervisor to switch. A new version that does not prove itself goes by itself."
    },
    mixinStandardHelpOptions = true)
final class UpdateCommand implements Callable<Integer> {
  /// How long the outcome is waited for; the supervisor takes at most ten minutes and two starts.
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final long POLL_MILLIS = 500;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "The package, or an https or coaps address from which the running gateway fetches it.")
  private @Nullable String source;

  @Option(
      names = "--root",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "Where the program lives in slots (default: what the configuration says, else"
              + " /opt/edge-gateway).")
  private @Nullable Path root;

  @Option(
      names = "--later",
      description = "Only put it into its slot; 'gatewayctl update apply' switches.")
  private boolean later;

  @Option(
      names = "--no-wait",
      scope = ScopeType.INHERIT,
      description = "Do not wait for the outcome.")
  private boolean noWait;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    if (source == null) {
      throw new ParameterException(
          spec.commandLine(), "Name a package, or one of status, apply, cancel, confirm.");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (source.contains("://")) {
      updates().begin(source);
      out.println(
          "the gateway fetches it while it runs; 'gatewayctl update status' tells when it is there");
      return GatewayCtl.OK;
    }
    Path named = Path.of(source);
    if (!Files.isReadable(named)) {
      throw new IOException(named + ": there is no such file, or it may not be read");
    }
    Updates updates = updates();
    try {
      Manifest manifest = updates.install(named);
      out.println(
          "%s: version %s, signed with key %s, is whole and stands in its slot"
              .formatted(named, manifest.version(), manifest.key()));
    } catch (AccessDeniedException e) {
      throw new IOException(e.getMessage() + ": not allowed; run it with sudo", e);
    }
    if (later) {
      out.println("'gatewayctl update apply' switches to it");
      return GatewayCtl.OK;
    }
    return apply(updates, out);
  }

  @Command(
      name = "apply",
      description = "Switches to the version that was put into its slot before.")
  int apply() throws IOException, RefusedException, InterruptedException {
    return apply(updates(), spec.commandLine().getOut());
  }

  private int apply(Updates updates, PrintWriter out)
      throws IOException, RefusedException, InterruptedException {
    updates.apply();
    out.println("the supervisor is asked to switch");
    return noWait ? GatewayCtl.OK : await(updates, out);
  }

  private static int await(Updates updates, PrintWriter out)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String said = "";
    while (System.nanoTime() - end < 0) {
      Journal journal = updates.refresh();
      if (journal.state() == UpdateState.IDLE) {
        out.println(told(journal));
        return journal.result() == ResultCode.SUCCESS ? GatewayCtl.OK : GatewayCtl.PROBLEM;
      }
      String phase = inWords(updates.supervisorPhase());
      if (!phase.isEmpty() && !phase.equals(said)) {
        out.println(phase);
        said = phase;
      }
      Thread.sleep(POLL_MILLIS);
    }
    out.println(
        "no outcome within %d min; 'gatewayctl update status' tells it later"
            .formatted(PATIENCE.toMinutes()));
    return GatewayCtl.PROBLEM;
  }

  private static String inWords(String phase) {
    return switch (phase) {
      case "taken" -> "the supervisor verifies the slot";
      case "switch", "restart" -> "the gateway is started in the new version";
      case "trial" -> "the new version is on trial: it must prove itself, which takes up to 10 min";
      case "revert", "returned" -> "the new version did not prove itself; the old one comes back";
      default -> "";
    };
  }

  private static String told(Journal journal) {
    String version = journal.version().isEmpty() ? "the package" : "version " + journal.version();
    return journal.result() == ResultCode.SUCCESS
        ? "done: %s runs and stays: %s".formatted(version, journal.reason())
        : "not updated (result %d, %s): %s: %s"
            .formatted(journal.result().number(), journal.result(), version, journal.reason());
  }

  @Command(
      name = "status",
      description = "Tells the version in use, the slots, and where an update stands.")
  int status() throws IOException {
    Updates updates = updates();
    Journal journal = updates.present() ? updates.refresh() : Journal.EMPTY;
    String inUse = updates.current().map(Object::toString).orElse("");
    Optional<Updates.Trial> trial = updates.trial();
    if (gatewayctl.target().json()) {
      var answer =
          Asking.JSON
              .createObjectNode()
              .put("root", rootDirectory().toString())
              .put("inUse", inUse)
              .put("state", journal.state().number())
              .put("result", journal.result().number())
              .put("version", journal.version())
              .put("reason", journal.reason())
              .put("onTrial", trial.map(Updates.Trial::version).orElse(""));
      var slots = answer.putArray("slots");
      if (updates.present()) {
        updates.installed().forEach(version -> slots.add(version.toString()));
      }
      Asking.print(spec.commandLine(), answer);
      return GatewayCtl.OK;
    }
    var lines = new Lines(spec.commandLine().getOut());
    if (!updates.present()) {
      lines.put(
          "in use",
          "not installed in slots: there is no %s".formatted(rootDirectory().resolve("releases")));
      return GatewayCtl.OK;
    }
    lines.put("in use", inUse);
    lines.put(
        "slots", String.join(" ", updates.installed().stream().map(Object::toString).toList()));
    lines.put(
        "update",
        switch (journal.state()) {
          case IDLE -> "none under way";
          case DOWNLOADING -> "being fetched from " + journal.source();
          case DOWNLOADED ->
              "version %s stands in its slot and waits for 'gatewayctl update apply'"
                  .formatted(journal.version());
          case UPDATING ->
              "version %s: %s".formatted(journal.version(), inWords(updates.supervisorPhase()));
        });
    trial.ifPresent(on -> lines.put("on trial", on.version()));
    if (journal.state() == UpdateState.IDLE && journal.result() != ResultCode.INITIAL) {
      lines.put("last", told(journal));
    }
    return GatewayCtl.OK;
  }

  @Command(name = "cancel", description = "Calls off an update that was not yet switched to.")
  int cancel() throws IOException, RefusedException {
    updates().cancel();
    spec.commandLine().getOut().println("called off");
    return GatewayCtl.OK;
  }

  @Command(
      name = "confirm",
      description = {
        "Says, in place of the gateway, that the version on trial may stay: for who stands before it and knows why something"
            + " is worse than before."
      })
  int confirm() throws IOException, RefusedException {
    Updates updates = updates();
    Optional<Updates.Trial> trial = updates.trial();
    if (trial.isEmpty()) {
      throw new IOException("no version is on trial");
    }
    updates.confirm(trial.get(), "confirmed by a person on site");
    spec.commandLine().getOut().println("version %s may stay".formatted(trial.get().version()));
    return GatewayCtl.OK;
  }

  private Path rootDirectory() {
    return root == null ? gatewayctl.target().updateRoot() : root;
  }

  private Updates updates() {
    return Updates.at(rootDirectory());
  }
}
