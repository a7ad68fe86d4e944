package vn.binhduong.gateway.management;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/// A CoAP server over DTLS with one resource, `p.update`, as a process of its own.
///
///     PackageChild PORT FILE IDENTITY HEX MILLIS
///
/// Says `listening PORT`, and `block N` for each that is asked for. An answer takes so many
/// milliseconds. Ends with its input.
final class PackageChild {
  private PackageChild() {}

  /// Runs until its input ends.
  public static void main(String... args) throws Exception {
    Configuration configuration =
        new Configuration(
            CoapConfig.DEFINITIONS,
            DtlsConfig.DEFINITIONS,
            UdpConfig.DEFINITIONS,
            SystemConfig.DEFINITIONS);
    configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0); // each block is asked of the resource
    DtlsConnectorConfig.Builder dtls = DtlsConnectorConfig.builder(configuration);
    dtls.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    dtls.setAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
    dtls.setAdvancedPskStore(new AdvancedSinglePskStore(args[2], HexFormat.of().parseHex(args[3])));
    CoapServer server = new CoapServer(configuration);
    server.addEndpoint(
        new CoapEndpoint.Builder()
            .setConfiguration(configuration)
            .setConnector(new DTLSConnector(dtls.build()))
            .build());
    server.add(new Content(Files.readAllBytes(Path.of(args[1])), Long.parseLong(args[4])));
    server.start();
    System.out.println("listening " + server.getEndpoints().getFirst().getAddress().getPort());
    while (System.in.read() >= 0) {
      // until it ends
    }
    System.exit(0);
  }

  private static final class Content extends CoapResource {
    private final byte[] content;
    private final byte[] etag;
    private final long millis;

    Content(byte[] content, long millis) throws Exception {
      super("p.update");
      this.content = content;
      this.etag = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(content), 8);
      this.millis = millis;
    }

    @Override
    public void handleGET(CoapExchange exchange) {
      BlockOption asked = exchange.getRequestOptions().getBlock2();
      BlockOption block = asked == null ? new BlockOption(6, false, 0) : asked;
      System.out.println("block " + block.getNum());
      int from = block.getOffset();
      if (from >= content.length) {
        exchange.respond(
            ResponseCode.BAD_OPTION, "no such block".getBytes(StandardCharsets.UTF_8), 0);
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      int to = Math.min(content.length, from + block.getSize());
      Response response = new Response(ResponseCode.CONTENT);
      response.getOptions().setBlock2(block.getSzx(), to < content.length, block.getNum());
      response.getOptions().addETag(etag);
      response.getOptions().setSize2(content.length);
      response.setPayload(Arrays.copyOfRange(content, from, to));
      exchange.respond(response);
    }
  }
}
