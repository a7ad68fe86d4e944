package vn.binhduong.gateway.management.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.management.objects.SystemFacts.Route;
import vn.binhduong.gateway.management.objects.SystemFacts.Traffic;

/// Systems that tell little, or nonsense: what is not known is absent, not zero.
class SystemFactsTest {
  @TempDir private Path root = Path.of("");

  private SystemFacts facts() {
    return new SystemFacts(root);
  }

  private void file(String name, String content) {
    FakeGateway.write(root, name, content);
  }

  @Test
  void aSystemWithoutFilesTellsNothing() {
    assertThat(facts().defaultRoutes()).isEmpty();
    assertThat(facts().bearers()).isEmpty();
    assertThat(facts().bearer("eth0")).isEmpty();
    assertThat(facts().addresses()).isEmpty();
    assertThat(facts().radio("wlan0")).isEmpty();
    assertThat(facts().traffic()).isEmpty();
    assertThat(facts().boardMaker()).isEmpty();
    assertThat(facts().boardModel()).isEmpty();
    assertThat(facts().timeServers()).isEmpty();
  }

  @Test
  void nonsenseTellsNothing() throws IOException {
    String nonsense = "\u0000\uFFFD|-- 1.2.3\n/32 host LOCAL\nwlan0: x y z\n\n:::\n-";
    for (String name :
        List.of(
            "proc/net/route",
            "proc/net/if_inet6",
            "proc/net/wireless",
            "sys/class/net/eth0/type",
            "sys/class/net/eth0/operstate",
            "sys/class/net/eth0/statistics/rx_bytes",
            "sys/class/net/eth0/statistics/tx_bytes",
            "etc/chrony/chrony.conf",
            "etc/systemd/timesyncd.conf")) {
      file(name, nonsense);
    }
    Files.createDirectories(root.resolve("proc/device-tree/model")); // a directory
    file("sys/class/dmi/id/sys_vendor", "\0\0\n");
    assertThat(facts().defaultRoutes()).isEmpty();
    assertThat(facts().bearers()).isEmpty();
    assertThat(facts().radio("wlan0")).isEmpty();
    assertThat(facts().traffic()).isEmpty();
    assertThat(facts().boardMaker()).isEmpty();
    assertThat(facts().boardModel()).isEmpty();
    assertThat(facts().timeServers()).isEmpty();
  }

  // On two links the preferred one comes first; a modem's route has no router.
  @Test
  void theDefaultRouteOfTheLeastMetricComesFirst() {
    file(
        "proc/net/route",
        """
        Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
        wwan0\t00000000\t00000000\t0001\t0\t0\t700\t00000000\t0\t0\t0
        eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
        eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
        """);
    assertThat(facts().defaultRoutes())
        .containsExactly(
            new Route("eth0", java.util.Optional.of("192.168.1.1")),
            new Route("wwan0", java.util.Optional.empty()));
  }

  @Test
  void anInterfaceThatDoesNotTellIsLeftOut() {
    file("sys/class/net/eth0/statistics/rx_bytes", "5\n");
    file("sys/class/net/eth0/statistics/tx_bytes", "6\n");
    file("sys/class/net/tun0/statistics/rx_bytes", "7\n");
    file("sys/class/net/lo/statistics/rx_bytes", "8\n");
    file("sys/class/net/lo/statistics/tx_bytes", "9\n");
    assertThat(facts().traffic()).isEqualTo(Map.of("eth0", new Traffic(5, 6)));
  }

  @Test
  void aSignalThatIsNotMeasuredIsNotZero() {
    file(
        "proc/net/wireless",
        """
        Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
         face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
         wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0
         wlan1: 0000   12.  0.  0        0      0      0      0      0        0
        """);
    assertThat(facts().radio("wlan0"))
        .contains(new SystemFacts.Radio(54, OptionalLong.of(-56), OptionalLong.empty()));
    assertThat(facts().radio("wlan1"))
        .contains(new SystemFacts.Radio(12, OptionalLong.empty(), OptionalLong.empty()));
    assertThat(facts().radio("wlan2")).isEmpty();
  }

  @Test
  void aFileWithoutEndIsReadToItsBound() throws IOException {
    Files.createDirectories(root.resolve("proc/net"));
    Files.createSymbolicLink(root.resolve("proc/net/wireless"), Path.of("/dev/zero"));
    assertThat(facts().radio("wlan0")).isEmpty();
  }
}
