package vn.binhduong.gateway.management;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.leshan.core.CertificateUsage;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.objects.InstanceIds;

/// The account that a bootstrap server gave and that has proven itself, over restarts.
/// - The file is the former one or the new one, whole, and only its owner can read it.
/// - It belongs to the servers of the settings under which it came: with others it is not used.
/// - One that is damaged is told and set aside as `.damaged`; the gateway goes on as without.
///
/// One thread at a time.
public final class AccountFile {
  private static final System.Logger LOG = System.getLogger(AccountFile.class.getName());

  /// Two certificates and a key, with room; bytes.
  private static final int BYTES_MAX = 64 << 10;

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private static final Pattern TEXT =
      Pattern.compile(
          """
          (?<body>edge-gateway account 1
          settings (?<settings>[^\\n]+)
          server (?<server>[!-~]+)
          short-id (?<id>\\d{1,5})
          lifetime (?<lifetime>\\d{1,10})
          (?:psk (?<identity>\\S*) (?<psk>\\S+)|x509 (?<own>\\S+) (?<key>\\S+) (?<peer>\\S+) (?<usage>[0-3]))
          )sha256 (?<sum>[0-9a-f]{64})
          """);

  private final Path file;
  private final InstanceIds.Write write;

  /// @param write replaces a file so that a power cut leaves the old or the new one, and keeps the
  ///   permissions of the old one
  public AccountFile(Path file, InstanceIds.Write write) {
    this.file = file;
    this.write = write;
  }

  /// The account, if there is one and it came under these settings.
  @Nullable Account read(ManagementSettings settings) {
    try {
      if (Files.size(file) == 0) {
        return null; // a power cut before the first one was written
      }
      if (Files.size(file) > BYTES_MAX) {
        return damaged("it is larger than 64 KiB");
      }
      Matcher text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (!text.matches() || !sum(text.group("body")).equals(text.group("sum"))) {
        return damaged("its content is not what was written");
      }
      if (!text.group("settings").equals(servers(settings))) {
        LOG.log(
            Level.INFO,
            "management: the account in {0} came under other settings and is not used",
            file);
        return null;
      }
      return new Account(
          URI.create(text.group("server")),
          Integer.parseInt(text.group("id")),
          Duration.ofSeconds(Long.parseLong(text.group("lifetime"))),
          credential(text));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | IllegalArgumentException e) {
      return damaged(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Account damaged(String why) {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    LOG.log(
        Level.WARNING,
        "management: the account in {0} cannot be used and is set aside as {1}: {2}",
        file,
        aside.getFileName(),
        why);
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "management: {0} cannot be set aside: {1}", file, e.getMessage());
    }
    return null;
  }

  /// Keeps the account. When that fails it is told, and the account holds until the next start.
  void keep(Account account, ManagementSettings settings) {
    String body =
        """
        edge-gateway account 1
        settings %s
        server %s
        short-id %d
        lifetime %d
        %s
        """
            .formatted(
                servers(settings),
                account.server(),
                account.shortId(),
                account.lifetime().toSeconds(),
                line(account.credential()));
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
      }
      Files.setPosixFilePermissions(file, OWNER);
      write.to(file, (body + "sha256 " + sum(body) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "management: the account cannot be kept over a restart: {0}: {1}",
          file,
          e.getMessage());
    }
  }

  private static String line(Credential credential) {
    return switch (credential) {
      case Credential.Psk psk ->
          "psk %s %s"
              .formatted(
                  base64(psk.identity().getBytes(StandardCharsets.UTF_8)), base64(psk.key()));
      case Credential.X509 x509 ->
          "x509 %s %s %s %s"
              .formatted(
                  base64(x509.certificate()),
                  base64(x509.key()),
                  base64(x509.server()),
                  x509.usage().code);
      case Credential.None none ->
          throw new IllegalStateException("a bootstrap server gives no account like " + none);
    };
  }

  private static Credential credential(Matcher text) {
    String psk = text.group("psk");
    return psk != null
        ? new Credential.Psk(
            new String(bytes(text.group("identity")), StandardCharsets.UTF_8), bytes(psk))
        : new Credential.X509(
            bytes(text.group("own")),
            bytes(text.group("key")),
            bytes(text.group("peer")),
            CertificateUsage.fromCode(Integer.parseInt(text.group("usage"))));
  }

  private static String servers(ManagementSettings settings) {
    BootstrapSettings bootstrap = settings.bootstrap();
    return "%s via %s".formatted(settings.server(), bootstrap == null ? null : bootstrap.server());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static String sum(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
