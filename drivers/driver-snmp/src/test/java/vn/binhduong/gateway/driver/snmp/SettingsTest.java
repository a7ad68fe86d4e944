package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is refused before anything is asked, and what is never shown.
class SettingsTest {
  private static final String V3 =
      "host: 192.0.2.1, version: v3, user: gateway, auth-password: auth-secret-1, priv-password:"
          + " priv-secret-1";

  private static SnmpLinkSettings link(String yaml) {
    return Yaml.read("{" + yaml + "}", SnmpLinkSettings.class);
  }

  @Test
  void v3HasSafeDefaults() {
    SnmpLinkSettings settings = link(V3);
    assertThat(settings.port()).isEqualTo(161);
    assertThat(settings.securityLevel()).isEqualTo(Security.AUTH_PRIV);
    assertThat(settings.authProtocol()).isEqualTo(AuthProtocol.SHA_256);
    assertThat(settings.privProtocol()).isEqualTo(PrivProtocol.AES_128);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: v2c | community: version v2c needs it, and it has no default",
        "version: v2c, community: c, user: u | user: version v2c has none",
        "version: v2c, community: c, priv-password: long-enough | priv-password: version v2c"
            + " protects nothing",
        "version: v3 | user: version v3 needs it",
        "version: v3, user: u, community: c | community: version v3 has none",
        "version: v3, user: u | auth-password: security-level auth-priv needs it",
        "version: v3, user: u, auth-password: long-enough | priv-password: security-level"
            + " auth-priv needs it",
        "version: v3, user: u, auth-password: short, security-level: auth-no-priv | auth-password",
        "community: c | version"
      })
  void incompleteLinksAreRefused(String yaml, String message) {
    assertThatThrownBy(() -> link("host: h, " + yaml)).hasMessageContaining(message);
  }

  @Test
  void secretsAreNotInTheText() throws Exception {
    SnmpLinkSettings v3 = link(V3);
    SnmpLinkSettings v2c = link("host: 192.0.2.1, version: v2c, community: c-secret");
    try (var link = new UdpSnmpLink(v3, "a1")) {
      assertThat(v3 + " " + v2c + " " + link)
          .doesNotContain("secret")
          .contains("v3, user gateway, auth-priv, sha-256, aes-128");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zones: [] | zones",
        "zones: [0] | zones: expected 1 to 255, found 0",
        "zones: [1, 256] | zones: expected 1 to 255, found 256",
        "zones: [1, 1] | zones: one is named twice in [1, 1]",
        "zones: [1], classes: [0] | classes: expected 1 to 255, found 0"
      })
  void impossibleZonesAreRefused(String yaml, String message) {
    assertThatThrownBy(() -> Yaml.read("{" + yaml + "}", Ntcip1209Settings.class))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oid: 1.3.6.1.2.1.1.3.0, unit: C | degrees Celsius are 'Cel'",
        "oid: sysUpTime.0, unit: s | oid",
        "oid: 1.3.6.4294967296, unit: s | oid: expected numbers up to 4294967295",
        "oid: 1.3.6.1.2.1.1.3.0, unit: s, scale: 0 | scale: expected a number that is not zero",
        "oid: 1.3.6.1.2.1.1.3.0, unit: s, type: text | type"
      })
  void impossibleObjectsAreRefused(String yaml, String message) {
    assertThatThrownBy(
            () -> Yaml.read("{channel: a, min: 0, max: 9, " + yaml + "}", ObjectValue.class))
        .hasMessageContaining(message);
  }

  @Test
  void doubledObjectsAreRefused() {
    String one = "{channel: a, oid: 1.3.6.1.1.0, unit: s, min: 0, max: 9}";
    String two = "{channel: b, oid: 1.3.6.1.1.0, unit: s, min: 0, max: 9}";
    assertThatThrownBy(() -> map(one, one)).hasMessageContaining("two have the channel 'a'");
    assertThatThrownBy(() -> map(one, two)).hasMessageContaining("two have the oid 1.3.6.1.1.0");
  }

  private static ObjectMap map(String... objects) {
    return Yaml.read(
        "{maker: m, model: m, objects: [" + String.join(", ", objects) + "]}", ObjectMap.class);
  }

  @Test
  void unknownChannelsAreRefused() {
    assertThatThrownBy(() -> Yaml.device("{profile: ups-mib, channels: [chargee]}"))
        .hasMessageContaining("channels: chargee is none of [battery_status, ");
  }

  // Two devices of one link may share out the zones or objects, never read the same twice.
  @Test
  void claimsAreZonesAndObjects() {
    assertThat(
            new Ntcip1209Factory()
                .claims(
                    new Ntcip1209Settings(
                        List.of(1, 4), List.of(2), Ntcip1209Settings.FirstPeriod.EMIT)))
        .containsExactly("zone 1", "zone 4");
    assertThat(
            new SnmpDriverFactory()
                .claims(Yaml.device("{profile: ups-mib, channels: [charge, input_voltage]}")))
        .containsExactly("object 1.3.6.1.2.1.33.1.2.4.0", "object 1.3.6.1.2.1.33.1.3.3.1.3.1");
  }
}
