package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.eclipse.leshan.core.CertificateUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.config.AtomicFile;

/// The account that outlives restarts, and what becomes of a damaged one.
class AccountFileTest {
  private static final Account PSK =
      new Account(
          URI.create("coaps://ioc.example:5684"),
          321,
          Duration.ofSeconds(77),
          new Credential.Psk("gw ü", new byte[] {1, -2, 3, 127}));

  @TempDir Path temp;

  private Path path() {
    return temp.resolve("account");
  }

  private AccountFile file() {
    return new AccountFile(path(), AtomicFile::write);
  }

  private static ManagementSettings settings(String bootstrap) {
    return new ManagementSettings(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Duration.ofMinutes(10),
        false,
        new BootstrapSettings(
            URI.create(bootstrap),
            "boot",
            Path.of("key"),
            null,
            null,
            null,
            Duration.ofMinutes(10)));
  }

  private static ManagementSettings settings() {
    return settings("coaps://bootstrap.example");
  }

  @Test
  void aPreSharedKeyComesBackAsItWas() {
    file().keep(PSK, settings());
    Account read = Objects.requireNonNull(file().read(settings()));
    assertThat(read.server()).isEqualTo(PSK.server());
    assertThat(read.shortId()).isEqualTo(321);
    assertThat(read.lifetime()).isEqualTo(PSK.lifetime());
    Credential.Psk psk = (Credential.Psk) read.credential();
    assertThat(psk.identity()).isEqualTo("gw ü");
    assertThat(psk.key()).containsExactly(1, -2, 3, 127);
  }

  @Test
  void certificatesComeBackAsTheyWere() {
    file()
        .keep(
            new Account(
                PSK.server(),
                1,
                PSK.lifetime(),
                new Credential.X509(
                    new byte[] {1, 2},
                    new byte[] {-3},
                    new byte[] {4, 5, 6},
                    CertificateUsage.DOMAIN_ISSUER_CERTIFICATE)),
            settings());
    Credential.X509 x509 =
        (Credential.X509) Objects.requireNonNull(file().read(settings())).credential();
    assertThat(x509.certificate()).containsExactly(1, 2);
    assertThat(x509.key()).containsExactly(-3);
    assertThat(x509.server()).containsExactly(4, 5, 6);
    assertThat(x509.usage()).isEqualTo(CertificateUsage.DOMAIN_ISSUER_CERTIFICATE);
  }

  // It holds a key: also the one that replaces a file with wider permissions.
  @Test
  void onlyTheOwnerCanReadIt() throws Exception {
    file().keep(PSK, settings());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
    file().keep(PSK, settings());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  // Every flipped bit of every byte, and every cut.
  @Test
  void aDamagedFileIsSetAside() throws Exception {
    file().keep(PSK, settings());
    byte[] whole = Files.readAllBytes(path());
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      assertSetAside(damaged);
      if (at > 0) {
        assertSetAside(Arrays.copyOf(whole, at));
      }
    }
  }

  private void assertSetAside(byte[] damaged) throws Exception {
    Files.write(path(), damaged);
    assertThat(file().read(settings())).isNull();
    assertThat(path()).doesNotExist();
    assertThat(temp.resolve("account.damaged")).hasBinaryContent(damaged);
  }

  @Test
  void thereIsNoneAtFirstOrAfterAPowerCutAtTheFirst() throws Exception {
    assertThat(file().read(settings())).isNull();
    Files.createFile(path());
    assertThat(file().read(settings())).isNull();
    assertThat(path()).exists();
  }

  // Whoever writes another bootstrap server into the settings means it.
  @Test
  void underOtherSettingsItIsNotUsed() {
    file().keep(PSK, settings());
    assertThat(file().read(settings("coaps://other.example"))).isNull();
    assertThat(file().read(settings())).isNotNull();
  }
}
