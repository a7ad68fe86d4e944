package vn.binhduong.gateway.management;

import java.util.List;
import java.util.Map;
import org.eclipse.leshan.client.bootstrap.BootstrapConsistencyChecker;
import org.eclipse.leshan.client.bootstrap.DefaultBootstrapConsistencyChecker;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.servers.DmServerInfo;
import org.eclipse.leshan.client.servers.ServersInfoExtractor;
import org.jspecify.annotations.Nullable;

/// Reads what a bootstrap server wrote as soon as it says that it has finished; what the gateway
/// does not take is told to the server as 4.06.
///
/// Leshan's engine would register with the new server by itself, and ask the bootstrap server again
/// by itself when that fails. So the instances are taken from it here: [Recovery] decides.
final class BootstrapCheck implements BootstrapConsistencyChecker {
  private final BootstrapConsistencyChecker usual = new DefaultBootstrapConsistencyChecker();
  private final Runnable clear;
  private volatile boolean bootstrapping;
  private volatile @Nullable Account written;

  /// @param clear empties objects 0 and 1
  BootstrapCheck(Runnable clear) {
    this.clear = clear;
  }

  /// The account that was written last and taken.
  @Nullable Account written() {
    return written;
  }

  /// Before a bootstrap.
  void reset() {
    written = null;
    bootstrapping = true;
  }

  /// On a thread of Leshan.
  @Override
  public @Nullable List<String> checkconfig(Map<Integer, LwM2mObjectEnabler> objects) {
    if (!bootstrapping) {
      return null; // Leshan also asks when it builds the client, which knows no server yet
    }
    List<String> problems = usual.checkconfig(objects);
    if (problems != null) {
      return problems;
    }
    var servers = ServersInfoExtractor.getInfo(objects, true).deviceManagements.values();
    if (servers.size() != 1) {
      return List.of("expected one management server, found %d".formatted(servers.size()));
    }
    try {
      DmServerInfo server = servers.iterator().next();
      written = Account.of(server);
      clear.run();
      return null;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }
}
