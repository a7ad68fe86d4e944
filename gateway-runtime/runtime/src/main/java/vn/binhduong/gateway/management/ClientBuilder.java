package vn.binhduong.gateway.management;

import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.bootstrap.BootstrapConsistencyChecker;
import org.eclipse.leshan.client.endpoint.LwM2mClientEndpointsProvider;
import org.eclipse.leshan.client.engine.RegistrationEngineFactory;
import org.eclipse.leshan.client.notification.DefaultNotificationStrategy;
import org.eclipse.leshan.client.notification.NotificationDataStore;
import org.eclipse.leshan.client.notification.NotificationStrategy;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.send.DataSender;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.client.util.LinkFormatHelper;
import org.eclipse.leshan.core.link.LinkSerializer;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeParser;
import org.eclipse.leshan.core.node.codec.LwM2mDecoder;
import org.eclipse.leshan.core.node.codec.LwM2mEncoder;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.jspecify.annotations.Nullable;

/// Builds Leshan clients that tell observers by [Thresholds], and whose observations may end after
/// their server.
final class ClientBuilder extends LeshanClientBuilder {
  ClientBuilder(String endpoint) {
    super(endpoint);
  }

  @Override
  protected LeshanClient createLeshanClient(
      String endpoint,
      List<? extends LwM2mObjectEnabler> objects,
      List<DataSender> senders,
      List<Certificate> trustStore,
      RegistrationEngineFactory engines,
      BootstrapConsistencyChecker check,
      Map<String, String> attributes,
      Map<String, String> bootstrapAttributes,
      LwM2mEncoder encoder,
      LwM2mDecoder decoder,
      ScheduledExecutorService executor,
      LinkSerializer links,
      LinkFormatHelper formats,
      LwM2mAttributeParser parser,
      LwM2mClientEndpointsProvider endpoints) {
    return new LeshanClient(
        endpoint,
        objects,
        senders,
        trustStore,
        engines,
        check,
        attributes,
        bootstrapAttributes,
        encoder,
        decoder,
        executor,
        links,
        formats,
        parser,
        endpoints) {
      @Override
      protected NotificationDataStore createNotificationStore() {
        return new KnownServers();
      }

      @Override
      protected NotificationStrategy createNotificationStrategy() {
        return new DefaultNotificationStrategy(Thresholds.checkers());
      }
    };
  }

  /// An observation may end when its server is known no more; Leshan takes that for a mistake. What
  /// was kept of it goes with the next observation of the path.
  private static final class KnownServers extends NotificationDataStore {
    @Override
    public synchronized void removeNotificationData(
        @Nullable LwM2mServer server, ObserveRequest request) {
      if (server != null) {
        super.removeNotificationData(server, request);
      }
    }
  }
}
