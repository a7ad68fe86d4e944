package vn.binhduong.gateway.management.objects;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.StaticModel;
import org.eclipse.leshan.core.node.LwM2mObject;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.peer.IpPeer;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.response.ExecuteResponse;
import org.eclipse.leshan.core.response.ReadResponse;

/// Asks objects as a server would, without a network.
final class Servers {
  static final LwM2mServer SERVER =
      new LwM2mServer(
          new IpPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684)),
          1L,
          URI.create("coaps://localhost:5684"));

  static final StaticModel MODEL = new StaticModel(GatewayObjects.models());

  private Servers() {}

  static LwM2mObjectEnabler object(FakeGateway gateway, int id) {
    return gateway.objects.enablers().stream()
        .filter(object -> object.getId() == id)
        .findFirst()
        .orElseThrow();
  }

  static ReadResponse read(FakeGateway gateway, String path) {
    return object(gateway, new LwM2mPath(path).getObjectId()).read(SERVER, new ReadRequest(path));
  }

  static Object value(FakeGateway gateway, String path) {
    ReadResponse response = read(gateway, path);
    if (!response.isSuccess()) {
      return response.getCode().getName();
    }
    LwM2mResource resource = (LwM2mResource) response.getContent();
    return resource.isMultiInstances() ? new TreeMap<>(values(resource)) : resource.getValue();
  }

  private static Map<Integer, Object> values(LwM2mResource resource) {
    Map<Integer, Object> values = new TreeMap<>();
    resource.getInstances().forEach((id, instance) -> values.put(id, instance.getValue()));
    return values;
  }

  static ExecuteResponse execute(FakeGateway gateway, String path) {
    return object(gateway, new LwM2mPath(path).getObjectId())
        .execute(SERVER, new ExecuteRequest(path));
  }

  /// The paths of all instances of an object, read as a whole.
  static List<LwM2mPath> instances(LwM2mObjectEnabler object) {
    LwM2mObject all =
        (LwM2mObject) object.read(SERVER, new ReadRequest(object.getId())).getContent();
    List<LwM2mPath> paths = new ArrayList<>();
    all.getInstances().keySet().forEach(id -> paths.add(new LwM2mPath(object.getId(), id)));
    return paths;
  }
}
