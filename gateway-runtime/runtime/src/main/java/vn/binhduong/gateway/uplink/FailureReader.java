package vn.binhduong.gateway.uplink;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.uplink.Failure.Kind;

/// Reads what went wrong from an exception of the JDK's sockets and TLS, or from a reason code of
/// MQTT. Pure.
final class FailureReader {
  private static final int CAUSES_MAX = 16;

  private FailureReader() {}

  /// @param address host and port, for the text
  /// @param reasonCode of MQTT when it is 0x80 or more; anything else is ignored
  static Failure read(
      String address, @Nullable Throwable thrown, int reasonCode, @Nullable String reference) {
    for (Throwable cause : causes(thrown)) {
      Failure known = known(address, cause);
      if (known != null) {
        return known;
      }
    }
    if (reasonCode >= 0x80 && reasonCode <= 0xFF) {
      return ofReason(address, reasonCode, reference);
    }
    List<Throwable> causes = causes(thrown);
    String last = causes.isEmpty() ? "closed by the other side" : shown(causes.getLast());
    return new Failure(Kind.CONNECTION_LOST, "connection to %s ended: %s".formatted(address, last));
  }

  /// What it means that the broker hung up after TLS was set up and before it answered CONNECT. In
  /// TLS 1.3 the client is done before its certificate is judged (RFC 8446, 4.4.2.4): the alert
  /// that says why may be lost when the broker closes while CONNECT is on its way.
  static Failure hungUpBeforeAnswer(String address, Failure read, @Nullable Throwable thrown) {
    return read.kind() == Kind.CONNECTION_LOST
            && causes(thrown).stream().noneMatch(SSLHandshakeException.class::isInstance)
        ? new Failure(
            Kind.CLIENT_CERTIFICATE,
            "%s hangs up before it answers; most likely it does not accept the certificate of this gateway (certificate-file), or asks for one"
                .formatted(address))
        : read;
  }

  /// What a reason code of CONNACK or DISCONNECT means (OASIS MQTT 5.0, table 3-1 and 3-10).
  static Failure ofReason(String address, int reasonCode, @Nullable String reference) {
    String name = Verdict.nameOf(reasonCode);
    return switch (reasonCode) {
      case 0x86 ->
          new Failure(
              Kind.BAD_CREDENTIALS,
              "%s refuses user name or password: %s".formatted(address, name),
              reasonCode);
      case 0x87, 0x8A, 0x8C ->
          new Failure(
              Kind.NOT_AUTHORIZED,
              "%s does not let this gateway in: %s; does it know this user name or password, or this certificate?"
                  .formatted(address, name),
              reasonCode);
      case 0x8E ->
          new Failure(
              Kind.TAKEN_OVER,
              "another client with the id of this gateway took over its connection to %s: %s; is there a second gateway with this id?"
                  .formatted(address, name),
              reasonCode);
      case 0x9C, 0x9D ->
          new Failure(
              Kind.MOVED,
              "%s says %s; set uplink.broker to %s"
                  .formatted(
                      address,
                      name,
                      reference == null ? "the new address (none given)" : reference),
              reasonCode);
      case 0x88, 0x89, 0x8B, 0x96, 0x97, 0x9F ->
          new Failure(
              Kind.BROKER_BUSY,
              "%s cannot take this gateway now: %s".formatted(address, name),
              reasonCode);
      default ->
          new Failure(
              Kind.BROKER_REFUSED,
              "%s ended the connection: %s".formatted(address, name),
              reasonCode);
    };
  }

  /// What an alert of the broker means (RFC 8446, 6.2).
  private static Failure ofAlert(String address, String lower, String text) {
    if (lower.contains("certificate_required")) {
      return new Failure(
          Kind.CLIENT_CERTIFICATE,
          "%s asks for a certificate of this gateway; set uplink.certificate-file and key-file (%s)"
              .formatted(address, text));
    }
    if (lower.contains("cert") || lower.contains("unknown_ca") || lower.contains("access_denied")) {
      return new Failure(
          Kind.CLIENT_CERTIFICATE,
          "%s does not accept the certificate of this gateway (certificate-file): %s"
              .formatted(address, text));
    }
    return new Failure(Kind.TLS, "%s ended TLS: %s".formatted(address, text));
  }

  private static @Nullable Failure known(String address, Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (cause) {
      case UnknownHostException _ when lower.contains("no answer") || lower.contains("hang") ->
          new Failure(
              Kind.UNKNOWN_HOST,
              "the name servers give no answer about the host name of %s; does DNS work here?"
                  .formatted(address));
      case UnknownHostException _ ->
          new Failure(
              Kind.UNKNOWN_HOST,
              "the host name of %s has no address; is it spelt right, and does DNS work here?"
                  .formatted(address));
      case NoRouteToHostException _ ->
          new Failure(Kind.NETWORK_UNREACHABLE, "no route to " + address);
      case ConnectException _ when lower.contains("refused") ->
          new Failure(
              Kind.CONNECTION_REFUSED,
              "nobody listens at %s: connection refused".formatted(address));
      case ConnectException _ when lower.contains("unreachable") ->
          new Failure(Kind.NETWORK_UNREACHABLE, "no network to " + address);
      case ConnectException _, SocketTimeoutException _ when lower.contains("timed out") ->
          new Failure(Kind.NO_ANSWER, "no answer from " + address);
      case CertificateExpiredException _ ->
          new Failure(
              Kind.CERTIFICATE_EXPIRED,
              "the certificate of %s has expired (%s)".formatted(address, text));
      case CertificateNotYetValidException _ ->
          new Failure(
              Kind.CERTIFICATE_NOT_YET_VALID,
              "the certificate of %s is not valid yet (%s)".formatted(address, text));
      case CertPathBuilderException _ ->
          new Failure(
              Kind.CERTIFICATE_UNTRUSTED,
              "the certificate of %s is signed by nobody that ca-file trusts".formatted(address));
      case CertPathValidatorException _ when lower.contains("trust anchor") ->
          new Failure(
              Kind.CERTIFICATE_UNTRUSTED,
              "the certificate of %s is signed by nobody that ca-file trusts".formatted(address));
      case CertPathValidatorException _ when causes(cause).size() == 1 ->
          new Failure(
              Kind.CERTIFICATE_UNTRUSTED,
              "the certificate of %s is not trusted: %s".formatted(address, text));
      case java.security.cert.CertificateException _
          when lower.contains("subject alternative") || lower.contains("no name matching") ->
          new Failure(
              Kind.CERTIFICATE_NAME,
              "the certificate of %s is for another name: %s".formatted(address, text));
      case SSLException _ when lower.contains("fatal alert") -> ofAlert(address, lower, text);
      case SSLException _ when causes(cause).size() == 1 ->
          new Failure(Kind.TLS, "TLS with %s failed: %s".formatted(address, text));
      default -> null;
    };
  }

  /// The exception and its causes, outermost first; bounded, as causes may form a ring.
  private static List<Throwable> causes(@Nullable Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = thrown;
        next != null && causes.size() < CAUSES_MAX && !causes.contains(next);
        next = next.getCause()) {
      causes.add(next);
    }
    return causes;
  }

  private static String shown(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }
}
