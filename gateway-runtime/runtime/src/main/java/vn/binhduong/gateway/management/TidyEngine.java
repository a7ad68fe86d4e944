package vn.binhduong.gateway.management;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.leshan.client.EndpointsManager;
import org.eclipse.leshan.client.RegistrationUpdate;
import org.eclipse.leshan.client.bootstrap.BootstrapHandler;
import org.eclipse.leshan.client.engine.DefaultRegistrationEngineFactory;
import org.eclipse.leshan.client.engine.RegistrationEngine;
import org.eclipse.leshan.client.observer.LwM2mClientObserver;
import org.eclipse.leshan.client.request.UplinkRequestSender;
import org.eclipse.leshan.client.resource.LwM2mObjectTree;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.client.util.LinkFormatHelper;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.DeregisterRequest;
import org.eclipse.leshan.core.request.UplinkRequest;
import org.eclipse.leshan.core.response.DeregisterResponse;
import org.eclipse.leshan.core.response.ErrorCallback;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.core.response.ResponseCallback;
import org.jspecify.annotations.Nullable;

/// Leshan's registration engine with two habits taken away.
/// - It sends an update for each instance that comes or goes, and none for those that do so while
///   it registers. Here the list of instances waits until [#tellObjects], so that a device with
///   many instances costs one datagram and none is missed.
/// - It forgets a registration only when a server has answered its farewell. Those that came to
///   nothing stay for ever, and an update is sent for any of them, perhaps: the server answers 4.04
///   and a good registration is thrown away. Here [#stop] forgets, without a word to the server.
///
/// Any thread.
final class TidyEngine implements RegistrationEngine {
  private final RegistrationEngine engine;
  private final Sender sender;

  /// The newest list of instances that the server has not been told.
  private final AtomicReference<@Nullable RegistrationUpdate> news = new AtomicReference<>();

  private TidyEngine(RegistrationEngine engine, Sender sender) {
    this.engine = engine;
    this.sender = sender;
  }

  /// Makes one engine, as Leshan's own factory is told to.
  static final class Factory extends DefaultRegistrationEngineFactory {
    private @Nullable TidyEngine made;

    /// The engine, when the client has been built.
    TidyEngine made() {
      if (made == null) {
        throw new IllegalStateException("no client has been built");
      }
      return made;
    }

    @Override
    public RegistrationEngine createRegistratioEngine(
        String endpoint,
        LwM2mObjectTree objects,
        EndpointsManager endpoints,
        UplinkRequestSender requests,
        BootstrapHandler bootstrap,
        LwM2mClientObserver observer,
        Map<String, String> attributes,
        Map<String, String> bootstrapAttributes,
        Set<ContentFormat> formats,
        ScheduledExecutorService executor,
        LinkFormatHelper links) {
      Sender sender = new Sender(requests);
      made =
          new TidyEngine(
              super.createRegistratioEngine(
                  endpoint,
                  objects,
                  endpoints,
                  sender,
                  bootstrap,
                  observer,
                  attributes,
                  bootstrapAttributes,
                  formats,
                  executor,
                  links),
              sender);
      return made;
    }
  }

  /// Sends what the engine sends, but answers farewells itself while the engine is to forget.
  private static final class Sender implements UplinkRequestSender {
    private final UplinkRequestSender requests;
    private volatile boolean forgetting;

    Sender(UplinkRequestSender requests) {
      this.requests = requests;
    }

    @Override
    @SuppressWarnings("unchecked") // a farewell's answer is a DeregisterResponse
    public <T extends LwM2mResponse> T send(
        LwM2mServer server, UplinkRequest<T> request, long timeoutMillis)
        throws InterruptedException {
      return forgetting && request instanceof DeregisterRequest
          ? (T) DeregisterResponse.success()
          : requests.send(server, request, timeoutMillis);
    }

    @Override
    public <T extends LwM2mResponse> void send(
        LwM2mServer server,
        UplinkRequest<T> request,
        long timeoutMillis,
        ResponseCallback<T> answered,
        ErrorCallback failed) {
      requests.send(server, request, timeoutMillis, answered, failed);
    }
  }

  /// Tells the server which instances there are, when that has changed.
  void tellObjects() {
    RegistrationUpdate update = news.getAndSet(null);
    if (update != null) {
      engine.triggerRegistrationUpdate(update);
    }
  }

  @Override
  public void triggerRegistrationUpdate(RegistrationUpdate update) {
    if (update.getObjectLinks() == null) {
      engine.triggerRegistrationUpdate(update);
    } else {
      news.set(update);
    }
  }

  @Override
  public void triggerRegistrationUpdate(LwM2mServer server, RegistrationUpdate update) {
    engine.triggerRegistrationUpdate(server, update);
  }

  @Override
  public void triggerRegistrationUpdate() {
    engine.triggerRegistrationUpdate();
  }

  @Override
  public void triggerRegistrationUpdate(LwM2mServer server) {
    engine.triggerRegistrationUpdate(server);
  }

  @Override
  public boolean triggerClientInitiatedBootstrap(boolean deregister) {
    return engine.triggerClientInitiatedBootstrap(deregister);
  }

  /// What there is now goes out with the registration.
  @Override
  public void start() {
    news.set(null);
    engine.start();
  }

  @Override
  public void stop(boolean deregister) {
    if (deregister) {
      engine.stop(true);
      return;
    }
    sender.forgetting = true;
    try {
      engine.stop(true);
    } finally {
      sender.forgetting = false;
    }
  }

  @Override
  public void destroy(boolean deregister) {
    engine.destroy(deregister);
  }

  @Override
  public String getRegistrationId(LwM2mServer server) {
    return engine.getRegistrationId(server);
  }

  @Override
  public Map<String, LwM2mServer> getRegisteredServers() {
    return engine.getRegisteredServers();
  }

  @Override
  public LwM2mServer getRegisteredServer(long serverId) {
    return engine.getRegisteredServer(serverId);
  }

  @Override
  public boolean isAllowedToCommunicate(LwM2mServer server) {
    return engine.isAllowedToCommunicate(server);
  }

  @Override
  public String getEndpoint() {
    return engine.getEndpoint();
  }
}
