package vn.binhduong.gateway.driver.mqtt;

import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException.Kind;

/// What went wrong with a connection. Pure.
///
/// @param kind what the host should do
/// @param text for people
record Failure(Kind kind, String text) {
  private static final int CAUSES_MAX = 16;

  /// Reads an exception of sockets and TLS, or a reason code of MQTT.
  ///
  /// @param address host and port, for the text
  /// @param reasonCode of CONNACK or DISCONNECT when it is 0x80 to 0xFF; anything else is ignored
  static Failure of(String address, @Nullable Throwable thrown, int reasonCode) {
    List<Throwable> causes = causes(thrown);
    for (Throwable cause : causes) {
      Failure known = known(address, cause);
      if (known != null) {
        return known;
      }
    }
    if (reasonCode >= 0x80 && reasonCode <= 0xFF) {
      return ofReason(address, reasonCode);
    }
    String last = causes.isEmpty() ? "closed by the other side" : shown(causes.getLast());
    return new Failure(Kind.UNAVAILABLE, "connection to %s ended: %s".formatted(address, last));
  }

  /// What a reason code of CONNACK or DISCONNECT means (OASIS MQTT 5.0, 3.2.2.2 and 3.14.2.1).
  static Failure ofReason(String address, int reasonCode) {
    String name = nameOf(reasonCode);
    return switch (reasonCode) {
      case 0x86, 0x87, 0x8A, 0x8C ->
          new Failure(
              Kind.MISCONFIGURED, "%s refuses username or password: %s".formatted(address, name));
      case 0x84 ->
          new Failure(Kind.MISCONFIGURED, "%s does not speak MQTT 5: %s".formatted(address, name));
      case 0x85 ->
          new Failure(Kind.MISCONFIGURED, "%s refuses client-id: %s".formatted(address, name));
      case 0x81, 0x82, 0x95 ->
          new Failure(Kind.PROTOCOL, "%s ended the connection: %s".formatted(address, name));
      default ->
          new Failure(Kind.UNAVAILABLE, "%s ended the connection: %s".formatted(address, name));
    };
  }

  /// What a reason code of SUBACK means, 0x80 or more (3.9.3).
  static Failure ofSubscription(String address, String topic, int reasonCode) {
    return new Failure(
        switch (reasonCode) {
          case 0x87, 0x8F, 0x9E, 0xA1, 0xA2 -> Kind.MISCONFIGURED;
          default -> Kind.UNAVAILABLE;
        },
        "%s refuses the topic %s: %s".formatted(address, topic, nameOf(reasonCode)));
  }

  /// Number and name of a reason code, such as `0x87 [not authorized]`.
  static String nameOf(int reasonCode) {
    String name =
        switch (reasonCode) {
          case 0x80 -> "unspecified error";
          case 0x81 -> "malformed packet";
          case 0x82 -> "protocol error";
          case 0x83 -> "implementation specific error";
          case 0x84 -> "unsupported protocol version";
          case 0x85 -> "client identifier not valid";
          case 0x86 -> "bad user name or password";
          case 0x87 -> "not authorized";
          case 0x88 -> "server unavailable";
          case 0x89 -> "server busy";
          case 0x8A -> "banned";
          case 0x8B -> "server shutting down";
          case 0x8C -> "bad authentication method";
          case 0x8D -> "keep alive timeout";
          case 0x8E -> "session taken over";
          case 0x8F -> "topic filter invalid";
          case 0x91 -> "packet identifier in use";
          case 0x93 -> "receive maximum exceeded";
          case 0x95 -> "packet too large";
          case 0x96 -> "message rate too high";
          case 0x97 -> "quota exceeded";
          case 0x98 -> "administrative action";
          case 0x9C -> "use another server";
          case 0x9D -> "server moved";
          case 0x9E -> "shared subscriptions not supported";
          case 0x9F -> "connection rate exceeded";
          case 0xA1 -> "subscription identifiers not supported";
          case 0xA2 -> "wildcard subscriptions not supported";
          default -> "reason not known";
        };
    return "0x%02X [%s]".formatted(reasonCode, name);
  }

  private static @Nullable Failure known(String address, Throwable cause) {
    return switch (cause) {
      case UnknownHostException _ ->
          new Failure(Kind.UNAVAILABLE, "the host name of %s has no address".formatted(address));
      case CertPathBuilderException _ ->
          new Failure(
              Kind.MISCONFIGURED,
              "the certificate of %s is signed by nobody that ca-file trusts".formatted(address));
      case CertPathValidatorException _
          when causes(cause).stream().noneMatch(Failure::isAboutTime) ->
          new Failure(
              Kind.MISCONFIGURED,
              "the certificate of %s is signed by nobody that ca-file trusts: %s"
                  .formatted(address, shown(cause)));
      case CertificateExpiredException _, CertificateNotYetValidException _ ->
          new Failure(
              Kind.UNAVAILABLE,
              "the certificate of %s is not valid now: %s".formatted(address, shown(cause)));
      case CertificateException _ when causes(cause).size() == 1 ->
          new Failure(
              Kind.MISCONFIGURED,
              "the certificate of %s is for another name: %s".formatted(address, shown(cause)));
      case SSLException _ when causes(cause).size() == 1 ->
          new Failure(Kind.UNAVAILABLE, "TLS with %s failed: %s".formatted(address, shown(cause)));
      default -> null;
    };
  }

  private static boolean isAboutTime(Throwable cause) {
    return cause instanceof CertificateExpiredException
        || cause instanceof CertificateNotYetValidException;
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
