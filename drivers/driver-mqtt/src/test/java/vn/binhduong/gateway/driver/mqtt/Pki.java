package vn.binhduong.gateway.driver.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// An authority of its own and the certificates it signs, made by openssl while the test runs.
final class Pki {
  private static final DateTimeFormatter ASN1_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String CONFIGURATION =
      """
      [ca]
      default_ca = own
      [own]
      database = index.txt
      new_certs_dir = .
      rand_serial = yes
      certificate = ca.pem
      private_key = ca.key
      default_md = sha256
      policy = any
      copy_extensions = copy
      unique_subject = no
      [any]
      commonName = supplied
      [req]
      distinguished_name = none
      x509_extensions = authority
      [none]
      [authority]
      basicConstraints = critical, CA:TRUE
      """;

  private final Path directory;

  /// A certificate with its key, PEM.
  record Identity(Path certificate, Path key) {}

  private Pki(Path directory) {
    this.directory = directory;
  }

  /// Makes an authority in a directory.
  static Pki in(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("index.txt"), "");
    Files.writeString(directory.resolve("own.cnf"), CONFIGURATION);
    Pki pki = new Pki(directory);
    pki.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem"
            + " -config own.cnf -days 30 -subj /CN=TestAuthority");
    return pki;
  }

  /// The certificate of the authority.
  Path authority() {
    return directory.resolve("ca.pem");
  }

  /// Valid since yesterday, for a day more.
  Identity issue(String file, String commonName, String alternativeName) throws Exception {
    Instant now = Instant.now();
    return issue(
        file, commonName, alternativeName, now.minus(Duration.ofDays(1)), Duration.ofDays(2));
  }

  Identity issue(
      String file, String commonName, String alternativeName, Instant from, Duration validity)
      throws IOException, InterruptedException {
    openssl(
        ("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %s.key -out %s.csr"
                + " -config own.cnf -subj /CN=%s -addext subjectAltName=%s")
            .formatted(file, file, commonName, alternativeName));
    openssl(
        "ca -batch -notext -config own.cnf -in %s.csr -out %s.pem -startdate %s -enddate %s"
            .formatted(file, file, ASN1_TIME.format(from), ASN1_TIME.format(from.plus(validity))));
    return new Identity(directory.resolve(file + ".pem"), directory.resolve(file + ".key"));
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + output);
    }
  }
}
