package vn.binhduong.gateway.proof.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// An authority of its own and the certificate of the broker, made by openssl.
final class Certificates {
  /// Valid in 1970 and in each year of the proof.
  static final Span ALWAYS =
      new Span(Instant.parse("1960-01-01T00:00:00Z"), Instant.parse("2049-01-01T00:00:00Z"));

  /// Of the kind that brokers have: valid for some months of these years.
  static final Span SOME_MONTHS =
      new Span(Instant.parse("2027-03-01T00:00:00Z"), Instant.parse("2027-06-01T00:00:00Z"));

  /// When a certificate is valid.
  record Span(Instant from, Instant to) {}

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

  Certificates(Path directory, Span validity) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory).toAbsolutePath();
    Files.writeString(directory.resolve("index.txt"), "");
    Files.writeString(directory.resolve("own.cnf"), CONFIGURATION);
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem"
            + " -config own.cnf -days 3650 -subj /CN=ProofAuthority");
    openssl(
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout broker.key -out"
            + " broker.csr -config own.cnf -subj /CN=localhost -addext subjectAltName=DNS:localhost");
    openssl(
        "ca -batch -notext -config own.cnf -in broker.csr -out broker.pem -startdate %s -enddate %s"
            .formatted(ASN1_TIME.format(validity.from()), ASN1_TIME.format(validity.to())));
  }

  /// The certificate of the authority.
  Path authority() {
    return directory.resolve("ca.pem");
  }

  /// What mosquitto must be told.
  String[] listener(int port) {
    return new String[] {
      "listener %d 127.0.0.1".formatted(port),
      "certfile " + directory.resolve("broker.pem"),
      "keyfile " + directory.resolve("broker.key")
    };
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Programs.run(directory, command);
  }
}
