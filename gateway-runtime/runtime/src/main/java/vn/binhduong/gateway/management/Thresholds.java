package vn.binhduong.gateway.management;

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
import org.eclipse.leshan.client.notification.checker.CriteriaBasedOnValueChecker;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.send.DataSender;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.client.util.LinkFormatHelper;
import org.eclipse.leshan.core.link.LinkSerializer;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttribute;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeModel;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeParser;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeSet;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributes;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.codec.LwM2mDecoder;
import org.eclipse.leshan.core.node.codec.LwM2mEncoder;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.jspecify.annotations.Nullable;

/// When a changed value is told to who observes it with a condition (OMA LwM2M 1.1 core §5.1.2: gt,
/// lt, st). A threshold is told each time it is crossed, up and down. Leshan tells gt on the way up
/// and lt on the way down alone, against the value it told last: once above, a value was never told
/// again, however often it came back.
final class Thresholds implements CriteriaBasedOnValueChecker {
  private Thresholds() {}

  @Override
  public boolean shouldTriggerNotificationBasedOnValueChange(
      LwM2mAttributeSet conditions, Object told, Object now) {
    double before = ((Number) told).doubleValue();
    double after = ((Number) now).doubleValue();
    Double step = value(conditions, LwM2mAttributes.STEP);
    Double above = value(conditions, LwM2mAttributes.GREATER_THAN);
    Double below = value(conditions, LwM2mAttributes.LESSER_THAN);
    return (step != null && Math.abs(after - before) >= step)
        || (above != null && (before > above) != (after > above))
        || (below != null && (before < below) != (after < below))
        || (step == null && above == null && below == null);
  }

  private static @Nullable Double value(
      LwM2mAttributeSet conditions, LwM2mAttributeModel<Double> model) {
    LwM2mAttribute<Double> attribute = conditions.get(model);
    return attribute == null ? null : attribute.getValue();
  }

  /// One for each type of numbers.
  static Map<ResourceModel.Type, CriteriaBasedOnValueChecker> checkers() {
    Thresholds checker = new Thresholds();
    return Map.of(
        ResourceModel.Type.FLOAT,
        checker,
        ResourceModel.Type.INTEGER,
        checker,
        ResourceModel.Type.UNSIGNED_INTEGER,
        checker);
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

  /// Builds clients that tell by these rules.
  static final class ClientBuilder extends LeshanClientBuilder {
    ClientBuilder(String endpoint) {
      super(endpoint);
    }

    @Override
    protected LeshanClient createLeshanClient(
        String endpoint,
        List<? extends LwM2mObjectEnabler> objects,
        List<DataSender> senders,
        List<java.security.cert.Certificate> trustStore,
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
          return new DefaultNotificationStrategy(checkers());
        }
      };
    }
  }
}
