package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.GatewayEvent.UpdateOutcome;

/// The updates of the program that the stand-in IOC carries out over LwM2M, and how they ended: the
/// next version must run and be confirmed, and one that cannot start must be left again by itself.
/// One after the other, on a thread of its own.
final class Upgrades implements AutoCloseable {
  /// How long one may take, from the address to the outcome.
  private static final Duration WITHIN = Duration.ofMinutes(3);

  private static final long POLL_MILLIS = 500;
  private static final String DOWNLOADED = "2";
  private static final Path CERTIFICATE = Path.of("server.pem");

  /// One of them.
  private static final class Upgrade {
    final String version;
    final boolean works;
    private String wrong = "it has not ended";

    Upgrade(String version, boolean works) {
      this.version = version;
      this.works = works;
    }
  }

  private final Installation installation;
  private final Path directory;
  private final ManagementDesk management;
  private final Desk desk;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("stand-in-updates").factory());
  private final List<Upgrade> asked = new ArrayList<>();
  private @Nullable PackageServer server;
  private int undecided;

  /// @param directory for packages
  Upgrades(Installation installation, Path directory, ManagementDesk management, Desk desk) {
    this.installation = installation;
    this.directory = directory;
    this.management = management;
    this.desk = desk;
  }

  /// The file by which the server of packages is believed; made with the first package.
  static Path certificate(Path directory) {
    return directory.resolve(CERTIFICATE);
  }

  /// Begins with the next version.
  void better() {
    begin(true);
  }

  /// Begins with one that cannot start.
  void worse() {
    begin(false);
  }

  private synchronized void begin(boolean works) {
    Upgrade upgrade = new Upgrade("0.%d.0".formatted(asked.size() + 2), works);
    asked.add(upgrade);
    undecided++;
    thread.execute(() -> carryOut(upgrade));
  }

  private void carryOut(Upgrade upgrade) {
    String wrong;
    try {
      String before = installation.version();
      desk.tell(
          "update: building and signing version %s%s"
              .formatted(upgrade.version, upgrade.works ? "" : ", which cannot start"));
      Path file = installation.build(upgrade.version, upgrade.works);
      wrong = see(upgrade, before, serve(file));
    } catch (IOException | GeneralSecurityException e) {
      wrong = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      wrong = "interrupted";
    }
    synchronized (this) {
      upgrade.wrong = wrong;
      undecided--;
    }
  }

  private synchronized String serve(Path file)
      throws IOException, InterruptedException, GeneralSecurityException {
    PackageServer serving = server;
    if (serving == null) {
      serving = new PackageServer(directory, certificate(directory));
      server = serving;
    }
    return serving.address(file).toString();
  }

  /// From the address to the outcome.
  ///
  /// @return what is wrong; empty when it ended as it must
  private String see(Upgrade upgrade, String before, String address)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!management.write("/5/0/1", address)) {
      pause(deadline, "the gateway takes no address");
    }
    desk.tell("update: told the gateway to fetch " + address);
    while (!management.read("/5/0/3").equals(Optional.of(DOWNLOADED))) {
      pause(deadline, "it is not fetched");
    }
    while (!management.execute("/5/0/2")) {
      pause(deadline, "the gateway does not switch");
    }
    desk.tell("update: told the gateway to switch to version " + upgrade.version);
    UpdateOutcome expected = upgrade.works ? UpdateOutcome.CONFIRMED : UpdateOutcome.REVERTED;
    UpdateOutcome told = desk.upgrade(upgrade.version);
    while (told != UpdateOutcome.CONFIRMED
        && told != UpdateOutcome.REVERTED
        && told != UpdateOutcome.REFUSED) {
      pause(deadline, "no outcome was told");
      told = desk.upgrade(upgrade.version);
    }
    if (told != expected) {
      return "expected %s, the gateway told %s".formatted(expected, told);
    }
    String runs = upgrade.works ? upgrade.version : before;
    while (!management.read("/3/0/3").equals(Optional.of(runs))) {
      pause(deadline, "expected version %s to run, the gateway tells another".formatted(runs));
    }
    desk.tell("update: version %s runs".formatted(runs));
    return "";
  }

  private static void pause(long deadline, String otherwise)
      throws IOException, InterruptedException {
    if (System.nanoTime() - deadline > 0) {
      throw new IOException("after %d s: %s".formatted(WITHIN.toSeconds(), otherwise));
    }
    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
  }

  /// Whether each has ended.
  synchronized boolean decided() {
    return undecided == 0;
  }

  /// For people; empty when none was asked for.
  synchronized String summary() {
    return asked.isEmpty()
        ? ""
        : "updates: %d asked for, %d ended as they must"
            .formatted(asked.size(), asked.stream().filter(each -> each.wrong.isEmpty()).count());
  }

  /// What is wrong; empty when nothing is.
  synchronized List<String> problems() {
    return asked.stream()
        .filter(each -> !each.wrong.isEmpty())
        .map(each -> "the update to version %s: %s".formatted(each.version, each.wrong))
        .toList();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    PackageServer serving = server;
    if (serving != null) {
      serving.close();
    }
  }
}
