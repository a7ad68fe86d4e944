package vn.binhduong.gateway.management;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.leshan.core.CertificateUsage;
import org.eclipse.leshan.core.SecurityMode;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.request.BindingMode;
import org.eclipse.leshan.core.request.BootstrapDownlinkRequest;
import org.eclipse.leshan.core.request.BootstrapWriteRequest;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.server.bootstrap.BootstrapConfig;
import org.eclipse.leshan.server.bootstrap.BootstrapFailureCause;
import org.eclipse.leshan.server.bootstrap.BootstrapSession;
import org.eclipse.leshan.server.bootstrap.BootstrapSessionAdapter;
import org.eclipse.leshan.server.bootstrap.InMemoryBootstrapConfigStore;
import org.eclipse.leshan.server.bootstrap.LeshanBootstrapServer;
import org.eclipse.leshan.server.bootstrap.LeshanBootstrapServerBuilder;
import org.eclipse.leshan.server.californium.bootstrap.endpoint.CaliforniumBootstrapServerEndpointsProvider;
import org.eclipse.leshan.server.californium.bootstrap.endpoint.coaps.CoapsBootstrapServerProtocolProvider;
import org.eclipse.leshan.server.security.BootstrapSecurityStoreAdapter;
import org.eclipse.leshan.server.security.InMemorySecurityStore;
import org.eclipse.leshan.server.security.SecurityInfo;

/// A Leshan bootstrap server as a process of its own. Says what happens, one line each.
///
///     BootstrapChild PORT ENDPOINT OWN GIVEN
///
/// Its own side and what it gives are each one of
///
///     psk IDENTITY HEX
///     x509 CERTIFICATE.pem KEY.pem CA.pem
///
/// and what it gives begins with the URI of the server. With `-Dhalf=true` it dies as soon as one
/// object is written. Says `listening PORT`, `asked EP`, `finished EP`, `failed EP CAUSE`.
public final class BootstrapChild {
  /// Short id of the server that it gives.
  static final int SHORT_ID = 321;

  private BootstrapChild() {}

  /// Runs until its input ends.
  public static void main(String... args) throws Exception {
    String endpoint = args[1];
    List<String> own = List.of(args).subList(2, args[2].equals("psk") ? 5 : 6);
    List<String> given = List.of(args).subList(2 + own.size(), args.length);
    InMemorySecurityStore store = new InMemorySecurityStore();
    LeshanBootstrapServerBuilder builder = new LeshanBootstrapServerBuilder();
    builder.setSecurityStore(new BootstrapSecurityStoreAdapter(store));
    if (own.getFirst().equals("psk")) {
      store.add(
          SecurityInfo.newPreSharedKeyInfo(
              endpoint, own.get(1), HexFormat.of().parseHex(own.get(2))));
    } else {
      store.add(SecurityInfo.newX509CertInfo(endpoint));
      builder.setCertificateChain(new X509Certificate[] {ServerChild.certificate(own.get(1))});
      builder.setPrivateKey(ServerChild.key(own.get(2)));
      builder.setTrustedCertificates(new X509Certificate[] {ServerChild.certificate(own.get(3))});
    }
    InMemoryBootstrapConfigStore configs = new InMemoryBootstrapConfigStore();
    configs.add(endpoint, config(given));
    builder.setConfigStore(configs);
    builder.setEndpointsProviders(
        new CaliforniumBootstrapServerEndpointsProvider.Builder(
                new CoapsBootstrapServerProtocolProvider())
            .addEndpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])),
                Protocol.COAPS)
            .build());
    LeshanBootstrapServer server = builder.build();
    server.addListener(new Speaker());
    server.start();
    System.out.println("listening " + server.getEndpoint(Protocol.COAPS).getURI().getPort());
    while (System.in.read() >= 0) {
      // takes no orders
    }
    System.exit(0);
  }

  private static BootstrapConfig config(List<String> given) throws Exception {
    BootstrapConfig.ServerSecurity security = new BootstrapConfig.ServerSecurity();
    security.uri = given.getFirst();
    security.serverId = SHORT_ID;
    if (given.get(1).equals("psk")) {
      security.securityMode = SecurityMode.PSK;
      security.publicKeyOrId = given.get(2).getBytes(StandardCharsets.UTF_8);
      security.secretKey = HexFormat.of().parseHex(given.get(3));
    } else {
      security.securityMode = SecurityMode.X509;
      security.publicKeyOrId = ServerChild.certificate(given.get(2)).getEncoded();
      security.secretKey = ServerChild.key(given.get(3)).getEncoded();
      security.serverPublicKey = ServerChild.certificate(given.get(4)).getEncoded();
      security.certificateUsage = CertificateUsage.TRUST_ANCHOR_ASSERTION;
    }
    BootstrapConfig.ServerConfig server = new BootstrapConfig.ServerConfig();
    server.shortId = SHORT_ID;
    server.lifetime = 77;
    server.binding = EnumSet.of(BindingMode.U);
    BootstrapConfig config = new BootstrapConfig();
    config.toDelete = List.of("/"); // the widest that a bootstrap server may ask
    config.security.put(1, security);
    config.servers.put(0, server);
    return config;
  }

  private static final class Speaker extends BootstrapSessionAdapter {
    private final boolean half = Boolean.getBoolean("half");

    @Override
    public void authorized(BootstrapSession session) {
      System.out.println("asked " + session.getEndpoint());
    }

    @Override
    public void onResponseSuccess(
        BootstrapSession session,
        BootstrapDownlinkRequest<? extends LwM2mResponse> request,
        LwM2mResponse response) {
      if (half && request instanceof BootstrapWriteRequest) {
        System.out.println("dies " + session.getEndpoint());
        System.out.flush();
        Runtime.getRuntime().halt(1);
      }
    }

    @Override
    public void end(BootstrapSession session) {
      System.out.println("finished " + session.getEndpoint());
    }

    @Override
    public void failed(BootstrapSession session, BootstrapFailureCause cause) {
      System.out.println("failed " + session.getEndpoint() + " " + cause);
    }
  }
}
