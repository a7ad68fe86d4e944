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

  /// What a reason code of CONNACK or DISCONNECT means (OASIS MQTT 5.0, table 3-1 and 3-10).
  static Failure ofReason(String address, int reasonCode, @Nullable String reference) {
    String name = Verdict.nameOf(reasonCode);
    return switch (reasonCode) {
      case 0x86 ->
          new Failure(
              Kind.BAD_CREDENTIALS,
              "%s refuses user name or password: %s".formatted(address, name));
      case 0x87, 0x8A, 0x8C ->
          new Failure(
              Kind.NOT_AUTHORIZED, "%s does not let this gateway in: %s".formatted(address, name));
      case 0x9C, 0x9D ->
          new Failure(
              Kind.MOVED,
              "%s says %s; set uplink.broker to %s"
                  .formatted(
                      address,
                      name,
                      reference == null ? "the new address (none given)" : reference));
      case 0x88, 0x89, 0x8B, 0x97, 0x9F ->
          new Failure(
              Kind.BROKER_BUSY, "%s cannot take this gateway now: %s".formatted(address, name));
      default ->
          new Failure(Kind.BROKER_REFUSED, "%s ended the connection: %s".formatted(address, name));
    };
  }

  private static @Nullable Failure known(String address, Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (cause) {
      case UnknownHostException _ ->
          new Failure(Kind.UNKNOWN_HOST, "the name of %s has no address".formatted(address));
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
              "the certificate of %s has expired (%s); is the clock of this gateway right?"
                  .formatted(address, text));
      case CertificateNotYetValidException _ ->
          new Failure(
              Kind.CERTIFICATE_NOT_YET_VALID,
              "the certificate of %s is not valid yet (%s); is the clock of this gateway right?"
                  .formatted(address, text));
      case CertPathBuilderException _ ->
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
      case SSLException _ when lower.contains("fatal alert") ->
          new Failure(
              lower.contains("cert")
                      || lower.contains("unknown_ca")
                      || lower.contains("access_denied")
                  ? Kind.CLIENT_CERTIFICATE
                  : Kind.TLS,
              "%s does not accept the certificate of this gateway or its TLS: %s"
                  .formatted(address, text));
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
