package vn.binhduong.gateway.driver.snmp;

import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// One SNMP agent and how it is asked.
///
/// @param host name or address; an address saves waiting for a dead name server
/// @param port UDP port
/// @param version of the protocol
/// @param community the community, for v2c only
/// @param user the user, for v3 only
/// @param securityLevel how far messages are protected, for v3 only
/// @param authProtocol how they are authenticated
/// @param authPassword the user's password for it, at least 8 characters
/// @param privProtocol how they are encrypted
/// @param privPassword the user's password for it, at least 8 characters
/// @param context the context of v3, where the agent has several
/// @param timeout how long to wait for each answer
/// @param retries how often to ask again after no answer, 0 to 5
public record SnmpLinkSettings(
    @Option(
            doc =
                "Name or address of the agent; an address cannot be held up by a dead name server.",
            min = "1",
            max = "255",
            example = "192.168.1.40")
        String host,
    @Option(doc = "UDP port.", fallback = "161", min = "1", max = "65535") int port,
    @Option(
            doc =
                "Version of the protocol; v3 wherever the agent knows it, v2c is readable on the way.",
            example = "v3")
        SnmpVersion version,
    @Option(
            doc = "Community, needed with v2c; there is no default.",
            optional = true,
            secret = true,
            min = "1",
            max = "64")
        @Nullable String community,
    @Option(
            doc = "Name of the user, needed with v3.",
            optional = true,
            min = "1",
            max = "32",
            example = "gateway")
        @Nullable String user,
    @Option(doc = "How far messages are protected, with v3.", fallback = "auth-priv")
        Security securityLevel,
    @Option(doc = "How messages are authenticated, with v3.", fallback = "sha-256")
        AuthProtocol authProtocol,
    @Option(
            doc = "Password of the user for authentication, needed unless no-auth-no-priv.",
            optional = true,
            secret = true,
            min = "8",
            max = "255")
        @Nullable String authPassword,
    @Option(doc = "How messages are encrypted, with v3.", fallback = "aes-128")
        PrivProtocol privProtocol,
    @Option(
            doc = "Password of the user for encryption, needed with auth-priv.",
            optional = true,
            secret = true,
            min = "8",
            max = "255")
        @Nullable String privPassword,
    @Option(
            doc = "Name of the context, with v3, where the agent has several.",
            optional = true,
            min = "1",
            max = "32")
        @Nullable String context,
    @Option(doc = "How long to wait for each answer.", fallback = "2s", min = "50ms", max = "30s")
        Duration timeout,
    @Option(doc = "How often to ask again after no answer.", fallback = "1", min = "0", max = "5")
        int retries) {

  /// Least length of a password (RFC 3414 §11.2).
  static final int PASSWORD_MIN = 8;

  public SnmpLinkSettings {
    var wrong = new ArrayList<String>();
    if (version == SnmpVersion.V2C) {
      require("community", community, "version v2c needs it, and it has no default", wrong);
      forbid("user", user, "version v2c has none, take v3", wrong);
      forbid("auth-password", authPassword, "version v2c protects nothing, take v3", wrong);
      forbid("priv-password", privPassword, "version v2c protects nothing, take v3", wrong);
    } else {
      forbid("community", community, "version v3 has none, it has a user", wrong);
      require("user", user, "version v3 needs it", wrong);
      if (securityLevel.authenticates()) {
        password("auth-password", authPassword, securityLevel, wrong);
      }
      if (securityLevel.encrypts()) {
        password("priv-password", privPassword, securityLevel, wrong);
      }
    }
    if (timeout.compareTo(Duration.ofMillis(50)) < 0) {
      wrong.add("timeout: expected at least 50 ms, found " + timeout.toMillis() + " ms");
    }
    if (retries < 0 || retries > 5) {
      wrong.add("retries: expected 0 to 5, found " + retries);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "SnmpLinkSettings[%s:%d, %s]".formatted(host, port, access());
  }

  /// How the agent is asked, in words and without the secrets.
  String access() {
    return version == SnmpVersion.V2C
        ? "v2c"
        : "v3, user %s, %s".formatted(user, kebab(securityLevel))
            + (securityLevel.authenticates() ? ", " + kebab(authProtocol) : "")
            + (securityLevel.encrypts() ? ", " + kebab(privProtocol) : "");
  }

  private static void require(
      String key, @Nullable String value, String why, ArrayList<String> wrong) {
    if (value == null || value.isEmpty()) {
      wrong.add(key + ": " + why);
    }
  }

  private static void forbid(
      String key, @Nullable String value, String why, ArrayList<String> wrong) {
    if (value != null) {
      wrong.add(key + ": " + why);
    }
  }

  private static void password(
      String key, @Nullable String value, Security level, ArrayList<String> wrong) {
    if (value == null) {
      wrong.add("%s: security-level %s needs it".formatted(key, kebab(level)));
    } else if (value.length() < PASSWORD_MIN) {
      wrong.add(
          "%s: expected at least %d characters (RFC 3414), found %d"
              .formatted(key, PASSWORD_MIN, value.length()));
    }
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
