package vn.binhduong.gateway.management;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.TimestampedLwM2mNodes;
import org.eclipse.leshan.core.observation.CompositeObservation;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.observation.SingleObservation;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.request.SendRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.core.response.ObserveCompositeResponse;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerProtocolProvider;
import org.eclipse.leshan.server.model.StaticModelProvider;
import org.eclipse.leshan.server.observation.ObservationListener;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.eclipse.leshan.server.security.InMemorySecurityStore;
import org.eclipse.leshan.server.security.SecurityInfo;
import org.eclipse.leshan.server.send.SendListener;
import vn.binhduong.gateway.management.objects.GatewayObjects;

/// A Leshan server as a process of its own. Says what happens, one line each; takes orders, one
/// line each, and answers each with one line.
///
///     ServerChild PORT psk ENDPOINT IDENTITY HEX [without-cid]
///     ServerChild PORT x509 ENDPOINT CERTIFICATE.pem KEY.pem CA.pem
///
/// Says `listening PORT`, `registered EP`, `updated EP`, `gone EP`, `notified PATH VALUE`,
/// `notified-all PATH=VALUE|...`. Takes `read PATH`, `observe PATH`, `write PATH` (of the number 1),
/// `execute PATH`, `objects`, `links`, and those of [Orders].
public final class ServerChild {
  private static final long ANSWER_MILLIS_MAX = 5_000;

  /// Length of the connection ids that it gives (RFC 9146).
  private static final int CID_BYTES = 6;

  private ServerChild() {}

  /// Runs until its input ends.
  public static void main(String... args) throws Exception {
    InMemorySecurityStore store = new InMemorySecurityStore();
    LeshanServerBuilder builder = new LeshanServerBuilder();
    builder.setSecurityStore(store);
    builder.setObjectModelProvider(new StaticModelProvider(GatewayObjects.models()));
    if (args[1].equals("psk")) {
      store.add(
          SecurityInfo.newPreSharedKeyInfo(args[2], args[3], HexFormat.of().parseHex(args[4])));
    } else {
      store.add(SecurityInfo.newX509CertInfo(args[2]));
      builder.setCertificateChain(new X509Certificate[] {certificate(args[3])});
      builder.setPrivateKey(key(args[4]));
      builder.setTrustedCertificates(new X509Certificate[] {certificate(args[5])});
    }
    builder.setEndpointsProviders(
        new CaliforniumServerEndpointsProvider.Builder(new CoapsServerProtocolProvider())
            .setConfiguration(
                configuration ->
                    configuration.set(
                        DtlsConfig.DTLS_CONNECTION_ID_LENGTH,
                        args[args.length - 1].equals("without-cid") ? null : CID_BYTES))
            .addEndpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])),
                Protocol.COAPS)
            .build());
    LeshanServer server = builder.build();
    server.getRegistrationService().addListener(new Speaker());
    server.getObservationService().addListener(new Witness());
    server.getSendService().addListener(new Hearer());
    server.start();
    System.out.println("listening " + server.getEndpoint(Protocol.COAPS).getURI().getPort());
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      System.out.println("answer " + attempt(server, args[2], order.split(" ", -1)));
    }
    server.destroy();
    System.exit(0);
  }

  /// A client that is not reached is an answer, not the end.
  private static String attempt(LeshanServer server, String endpoint, String[] order)
      throws InterruptedException {
    try {
      return answer(server, endpoint, order);
    } catch (RuntimeException e) {
      return "not sent: " + e;
    }
  }

  private static String answer(LeshanServer server, String endpoint, String[] order)
      throws InterruptedException {
    Registration registration = server.getRegistrationService().getByEndpoint(endpoint);
    if (registration == null) {
      return "not registered";
    }
    if (order[0].equals("links")) {
      return Arrays.toString(registration.getSortedObjectLinks());
    }
    if (order[0].equals("objects")) {
      return registration.getSortedObjectLinks() == null
          ? ""
          : String.valueOf(registration.getSupportedObject().keySet());
    }
    LwM2mResponse response =
        switch (order[0]) {
          case "read" -> server.send(registration, new ReadRequest(order[1]), ANSWER_MILLIS_MAX);
          case "observe" ->
              server.send(registration, new ObserveRequest(order[1]), ANSWER_MILLIS_MAX);
          case "file" ->
              server.send(registration, writeFile(order[1], order[2]), ANSWER_MILLIS_MAX);
          case "flag" -> server.send(registration, writeFlag(order), ANSWER_MILLIS_MAX);
          case "text" -> server.send(registration, writeText(order), ANSWER_MILLIS_MAX);
          case "write" -> server.send(registration, write(order[1]), ANSWER_MILLIS_MAX);
          case "execute" ->
              server.send(registration, new ExecuteRequest(order[1]), ANSWER_MILLIS_MAX);
          default -> server.send(registration, Orders.request(order), ANSWER_MILLIS_MAX);
        };
    if (response == null) {
      return "timeout";
    }
    if (Orders.mine(order) && response.isSuccess()) {
      return response.getCode() + " " + Orders.told(response);
    }
    if (!response.isSuccess() && response.getErrorMessage() != null) {
      return response.getCode() + " " + response.getErrorMessage().replace('\n', ' ');
    }
    String content =
        response instanceof ReadResponse read && read.isSuccess() ? " " + read.getContent() : "";
    return response.getCode() + content.replace('\n', ' ');
  }

  private static WriteRequest writeFlag(String... order) {
    LwM2mPath at = new LwM2mPath(order[1]);
    return new WriteRequest(
        ContentFormat.TEXT,
        at.getObjectId(),
        at.getObjectInstanceId(),
        at.getResourceId(),
        Boolean.parseBoolean(order[2]));
  }

  /// A text, which may be empty.
  private static WriteRequest writeText(String... order) {
    LwM2mPath at = new LwM2mPath(order[1]);
    return new WriteRequest(
        ContentFormat.TEXT,
        at.getObjectId(),
        at.getObjectInstanceId(),
        at.getResourceId(),
        order.length > 2 ? order[2] : "");
  }

  /// The bytes of a file as the one instance of a resource with instances.
  private static WriteRequest writeFile(String path, String file) {
    LwM2mPath at = new LwM2mPath(path);
    try {
      return new WriteRequest(
          WriteRequest.Mode.REPLACE,
          ContentFormat.TLV,
          at.getObjectId(),
          at.getObjectInstanceId(),
          at.getResourceId(),
          Map.of(0, Files.readAllBytes(Path.of(file))),
          ResourceModel.Type.OPAQUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WriteRequest write(String path) {
    LwM2mPath at = new LwM2mPath(path);
    return new WriteRequest(
        ContentFormat.TEXT, at.getObjectId(), at.getObjectInstanceId(), at.getResourceId(), 1.0);
  }

  static X509Certificate certificate(String file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))));
  }

  static PrivateKey key(String file) throws Exception {
    String pem = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
  }

  private static final class Speaker implements RegistrationListener {
    @Override
    public void registered(
        Registration registration, Registration previous, Collection<Observation> observations) {
      System.out.println("registered " + registration.getEndpoint());
    }

    @Override
    public void updated(RegistrationUpdate update, Registration updated, Registration previous) {
      System.out.println("updated " + updated.getEndpoint());
    }

    @Override
    public void unregistered(
        Registration registration,
        Collection<Observation> observations,
        boolean expired,
        Registration next) {
      System.out.println("gone " + registration.getEndpoint());
    }
  }

  private static final class Hearer implements SendListener {
    @Override
    public void dataReceived(
        Registration registration, TimestampedLwM2mNodes data, SendRequest request) {
      System.out.println("sent " + data.getNodes());
    }

    @Override
    public void onError(Registration registration, String message, Exception error) {}
  }

  private static final class Witness implements ObservationListener {
    @Override
    public void newObservation(Observation observation, Registration registration) {}

    @Override
    public void cancelled(Observation observation) {}

    @Override
    public void onResponse(
        SingleObservation observation, Registration registration, ObserveResponse response) {
      System.out.println("notified " + observation.getPath() + " " + response.getContent());
    }

    @Override
    public void onResponse(
        CompositeObservation observation,
        Registration registration,
        ObserveCompositeResponse response) {
      System.out.println("notified-all " + Orders.told(response));
    }

    @Override
    public void onError(Observation observation, Registration registration, Exception error) {}
  }
}
