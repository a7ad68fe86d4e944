package vn.binhduong.gateway.management;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.resource.BaseInstanceEnablerFactory;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.BindingMode;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.core.response.WriteResponse;

/// Object 1 with resource 23, Mute Send (OMA LwM2M 1.1 §E.2), which Leshan leaves out: without it a
/// client may not send, and a server could not make one be silent.
final class ServerObject extends Server {
  private static final int MUTE_SEND = 23;

  private volatile boolean muted;

  /// Makes those that a bootstrap server writes.
  static final BaseInstanceEnablerFactory FACTORY =
      new BaseInstanceEnablerFactory() {
        @Override
        public BaseInstanceEnabler create() {
          return new ServerObject();
        }
      };

  private ServerObject() {}

  ServerObject(int serverId, long lifetimeSeconds) {
    super(serverId, lifetimeSeconds, EnumSet.of(BindingMode.U), false, BindingMode.U);
  }

  /// Whether the server wants nothing sent.
  boolean muted() {
    return muted;
  }

  @Override
  public ReadResponse read(LwM2mServer server, int resource) {
    return resource == MUTE_SEND
        ? ReadResponse.success(MUTE_SEND, muted)
        : super.read(server, resource);
  }

  @Override
  public WriteResponse write(
      LwM2mServer server, boolean replace, int resource, LwM2mResource value) {
    if (resource != MUTE_SEND) {
      return super.write(server, replace, resource, value);
    }
    if (value.isMultiInstances()) {
      return WriteResponse.badRequest("resource 23: expected one value");
    }
    muted = (Boolean) value.getValue();
    return WriteResponse.success();
  }

  @Override
  public List<Integer> getAvailableResourceIds(ObjectModel model) {
    List<Integer> ids = new ArrayList<>(super.getAvailableResourceIds(model));
    ids.add(MUTE_SEND);
    return ids;
  }
}
