package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.eclipse.leshan.core.CertificateUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;
import vn.binhduong.gateway.uplink.Pki;
import vn.binhduong.gateway.uplink.Wait;

/// Blocks of a resource of libcoap's server, with the DTLS of OpenSSL.
@Tag("interop")
@Timeout(120)
class BlockReaderIT {
  private static final String PACKAGE = "libcoap3-bin";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int LARGEST = 6;

  @TempDir private Path temp = Path.of("");
  private byte[] content = new byte[0];
  private Path file = Path.of("");
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    content = new byte[40_500];
    new Random(7).nextBytes(content);
    file = Files.write(temp.resolve("content"), content);
    port = LoopbackPort.free();
  }

  /// A server that stores what is put; its DTLS port is `port + 1`.
  private Program server(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "stdbuf",
                "-oL",
                "coap-server-openssl",
                "-A",
                "127.0.0.1",
                "-p",
                "" + port,
                "-d",
                "5",
                "-v",
                "6"));
    command.addAll(List.of(more));
    return new Program(temp.resolve("server.log"), PACKAGE, command.toArray(String[]::new));
  }

  /// Puts the content there with libcoap's client, without encryption.
  private void put() throws Exception {
    Wait.until(
        "the content stands there",
        SOON,
        () -> {
          try {
            Program.run(
                temp.resolve("put.log"),
                PACKAGE,
                "coap-client-openssl",
                "-B",
                "10",
                "-b",
                "1024",
                "-m",
                "put",
                "-f",
                file.toString(),
                "coap://127.0.0.1:%d/content".formatted(port));
            return Program.run(
                        temp.resolve("get.log"),
                        PACKAGE,
                        "coap-client-openssl",
                        "-B",
                        "10",
                        "-o",
                        temp.resolve("got").toString(),
                        "coap://127.0.0.1:%d/content".formatted(port))
                    .isEmpty()
                && Files.mismatch(file, temp.resolve("got")) < 0;
          } catch (IOException | InterruptedException e) {
            return false;
          }
        });
  }

  private URI address() {
    return URI.create("coaps://localhost:%d/content".formatted(port + 1));
  }

  private static Credential.Psk psk(String key) {
    return new Credential.Psk(RunningClient.IDENTITY, key.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] all(BlockReader reader) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BlockReader.Block block = reader.get(0, LARGEST);
    out.write(block.payload());
    while (block.more()) {
      assertThat(block.code()).isEqualTo(205);
      assertThat(block.payload()).hasSize(1024);
      block = reader.get(block.offset() + block.payload().length, block.exponent());
      out.write(block.payload());
    }
    return out.toByteArray();
  }

  @Test
  void theWholeInBlocksByAKey() throws Exception {
    try (Program _ = server("-k", RunningClient.KEY_TEXT)) {
      put();
      try (BlockReader reader = new BlockReader(address(), psk(RunningClient.KEY_TEXT))) {
        assertThat(all(reader)).isEqualTo(content);
        BlockReader.Block first = reader.get(0, LARGEST);
        assertThat(first.size()).hasValue(content.length);
        assertThat(first.etag()).matches("([0-9a-f]{2}){1,8}");
        BlockReader.Block middle = reader.get(20 * 1024, LARGEST);
        assertThat(middle.offset()).isEqualTo(20 * 1024);
        assertThat(middle.payload()).isEqualTo(Arrays.copyOfRange(content, 20 * 1024, 21 * 1024));
        assertThat(reader.get(0, 2).payload()).hasSize(64);
      }
      try (BlockReader reader =
          new BlockReader(
              URI.create("coaps://localhost:%d/nothing".formatted(port + 1)),
              psk(RunningClient.KEY_TEXT))) {
        assertThat(reader.get(0, LARGEST).code()).isEqualTo(404);
      }
    }
  }

  @Test
  void theWholeOverABadLink() throws Exception {
    try (Program _ = server("-k", RunningClient.KEY_TEXT)) {
      put();
      try (UdpRelay relay = new UdpRelay(port + 1, new Random(1));
          BlockReader reader =
              new BlockReader(
                  URI.create("coaps://localhost:%d/content".formatted(relay.port())),
                  psk(RunningClient.KEY_TEXT))) {
        relay.lose(0.05);
        assertThat(all(reader)).isEqualTo(content);
        assertThat(relay.counts().dropped()).isPositive();
      }
    }
  }

  @Test
  void anotherKeyIsNoKey() throws Exception {
    try (Program _ = server("-k", RunningClient.KEY_TEXT)) {
      put();
      try (BlockReader reader = new BlockReader(address(), psk("another-letters."))) {
        assertThatThrownBy(() -> reader.get(0, LARGEST)).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void byCertificatesOnlyTheServerOfThatNameIsBelieved() throws Exception {
    Pki pki = Pki.in(temp.resolve("pki"));
    Pki.Identity own = pki.issue("gateway", "gateway", "DNS:gateway.example");
    Pki.Identity right = pki.issue("server", "localhost", "DNS:localhost");
    Pki.Identity wrong = pki.issue("other", "elsewhere.example", "DNS:elsewhere.example");
    Path ca = temp.resolve("pki/ca.pem");
    try (Program _ = secured(right, ca)) {
      put();
      try (BlockReader reader = new BlockReader(address(), x509(own, ca))) {
        assertThat(all(reader)).isEqualTo(content);
      }
      Pki.in(temp.resolve("strange"));
      try (BlockReader reader =
          new BlockReader(address(), x509(own, temp.resolve("strange/ca.pem")))) {
        assertThat(catchThrowable(() -> reader.get(0, LARGEST)))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("localhost");
      }
    }
    port = LoopbackPort.free();
    try (Program _ = secured(wrong, ca)) {
      put();
      try (BlockReader reader = new BlockReader(address(), x509(own, ca))) {
        assertThatThrownBy(() -> reader.get(0, LARGEST)).isInstanceOf(IOException.class);
      }
    }
  }

  private Program secured(Pki.Identity identity, Path ca) throws IOException {
    return server(
        "-c",
        identity.certificate().toString(),
        "-j",
        identity.key().toString(),
        "-C",
        ca.toString());
  }

  private static Credential.X509 x509(Pki.Identity own, Path ca) throws Exception {
    return new Credential.X509(
        ServerChild.certificate(own.certificate().toString()).getEncoded(),
        ServerChild.key(own.key().toString()).getEncoded(),
        ServerChild.certificate(ca.toString()).getEncoded(),
        CertificateUsage.TRUST_ANCHOR_ASSERTION);
  }

  // The name of a server may be known again tomorrow: that is no end of an update.
  @Test
  void aNameThatIsNotKnownIsAnErrorOfTheNetwork() throws Exception {
    for (String address : List.of("coaps://nowhere.invalid/p", "coaps://localhost:99999/p")) {
      try (BlockReader reader = new BlockReader(URI.create(address), psk(RunningClient.KEY_TEXT))) {
        assertThatThrownBy(() -> reader.get(0, LARGEST)).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void closingEndsAWait() throws Exception {
    BlockReader reader = new BlockReader(address(), psk(RunningClient.KEY_TEXT)); // nobody there
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Thread.sleep(500);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  reader.close();
                });
    long began = System.nanoTime();
    assertThatThrownBy(() -> reader.get(0, LARGEST)).isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    closer.join();
  }
}
