package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// libcoap's client (Debian package libcoap3-bin) with the DTLS of OpenSSL; what it says, with all
/// its messages, is returned.
final class CoapClient {
  private static final String PROGRAM = "coap-client-openssl";
  private static final int ENDS_WITHIN_SECONDS = 30;

  private final Path directory;

  CoapClient(Path directory) {
    this.directory = directory;
  }

  /// Posts a payload and waits at most 5 s for the answer.
  String post(String uri, int format, String payload, String... more)
      throws IOException, InterruptedException {
    return post(uri, format, payload.getBytes(StandardCharsets.UTF_8), more);
  }

  /// The same with bytes.
  String post(String uri, int format, byte[] payload, String... more)
      throws IOException, InterruptedException {
    Path body = Files.write(directory.resolve("body"), payload);
    Path log = directory.resolve("coap-client.log");
    var command =
        new ArrayList<>(
            List.of(
                PROGRAM,
                "-v",
                "7",
                "-B",
                "5",
                "-m",
                "post",
                "-t",
                String.valueOf(format),
                "-f",
                body.toString()));
    command.addAll(List.of(more));
    command.add(uri);
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(PROGRAM + " is missing: apt-get install libcoap3-bin", e);
    }
    try {
      assertThat(process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(log);
  }
}
