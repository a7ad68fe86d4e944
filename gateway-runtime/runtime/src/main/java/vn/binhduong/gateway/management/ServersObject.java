package vn.binhduong.gateway.management;

import java.util.HashMap;
import org.eclipse.leshan.client.resource.ObjectEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.CreateRequest;
import org.eclipse.leshan.core.request.DeleteRequest;
import org.eclipse.leshan.core.response.CreateResponse;
import org.eclipse.leshan.core.response.DeleteResponse;

/// Object 1. A management server can neither make another server known nor take itself away, which
/// would be the last thing it did to this gateway; a bootstrap server can do both.
final class ServersObject extends ObjectEnabler {
  ServersObject(ObjectModel model) {
    super(model.id, model, new HashMap<>(), ServerObject.FACTORY, ContentFormat.DEFAULT);
  }

  @Override
  protected CreateResponse doCreate(LwM2mServer server, CreateRequest request) {
    // Leshan writes an instance for a bootstrap server by way of this.
    return server.isLwm2mBootstrapServer()
        ? super.doCreate(server, request)
        : CreateResponse.methodNotAllowed();
  }

  @Override
  protected DeleteResponse doDelete(LwM2mServer server, DeleteRequest request) {
    return DeleteResponse.methodNotAllowed();
  }
}
