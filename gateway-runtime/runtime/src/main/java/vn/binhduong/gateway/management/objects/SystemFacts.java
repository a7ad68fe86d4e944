package vn.binhduong.gateway.management.objects;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the system tells of itself in procfs, sysfs and the files of the time services. Whatever is
/// not there, or is not as Linux writes it, is not known. Stateless; each call reads anew, a few
/// small files of the kernel.
public final class SystemFacts {
  /// More is read of no file, bytes.
  private static final int FILE_BYTES_MAX = 256 * 1024;

  /// Network bearers as object 4 numbers them.
  private static final int WLAN = 21;

  private static final int ETHERNET = 41;

  private static final String LOOPBACK = "lo";
  private static final String PROC_NET = "proc/net/";
  private static final String SYS_NET = "sys/class/net";

  /// `ifa_scope` of an address that is valid everywhere, rtnetlink(7).
  private static final String SCOPE_GLOBAL = "00";

  private static final Pattern FIB_ADDRESS = Pattern.compile("\\|-- ([0-9.]+)");
  private static final Pattern CHRONY_SERVER = Pattern.compile("(?:server|pool|peer)\\s+(\\S+).*");
  private static final Pattern TIMESYNCD_SERVERS = Pattern.compile("NTP=(.+)");

  private final Path root;

  /// @param root the root directory of the system; `/` but in tests
  public SystemFacts(Path root) {
    this.root = root;
  }

  /// A default route, IPv4.
  ///
  /// @param device the interface
  /// @param router address of the router; empty when the peer is the network
  record Route(String device, Optional<String> router) {}

  /// Reception of a wireless interface.
  ///
  /// @param quality of the link, in the driver's unit
  /// @param signalDbm strength of the signal
  /// @param noiseDbm noise; empty when the driver does not measure it
  record Radio(long quality, OptionalLong signalDbm, OptionalLong noiseDbm) {}

  /// Bytes that the kernel counted, headers of the link included.
  record Traffic(long receivedBytes, long sentBytes) {}

  /// The default routes, the preferred one first.
  List<Route> defaultRoutes() {
    record Weighed(Route route, long metric) {}
    List<Weighed> found = new ArrayList<>();
    for (String line : lines(PROC_NET + "route")) {
      String[] column = line.strip().split("\\s+", -1);
      if (column.length >= 8 && column[1].equals("00000000") && column[7].equals("00000000")) {
        found.add(
            new Weighed(
                new Route(column[0], littleEndian(column[2])), number(column[6]).orElse(0)));
      }
    }
    found.sort(Comparator.comparingLong(Weighed::metric));
    return found.stream().map(Weighed::route).toList();
  }

  private static Optional<String> littleEndian(String hex) {
    if (!hex.matches("[0-9A-Fa-f]{8}") || hex.equals("00000000")) {
      return Optional.empty();
    }
    byte[] bytes = HexFormat.of().parseHex(hex);
    return Optional.of(
        "%d.%d.%d.%d"
            .formatted(bytes[3] & 0xFF, bytes[2] & 0xFF, bytes[1] & 0xFF, bytes[0] & 0xFF));
  }

  /// The bearer of an interface; empty for one that is not a card of its own (bridge, tunnel) and
  /// for a modem, whose technology the kernel does not tell.
  OptionalLong bearer(String device) {
    Path directory = root.resolve(SYS_NET).resolve(device);
    if (Files.isDirectory(directory.resolve("wireless"))
        || Files.exists(directory.resolve("phy80211"))) {
      return OptionalLong.of(WLAN);
    }
    boolean wired =
        lines(SYS_NET + "/" + device + "/type").equals(List.of("1"))
            && Files.exists(directory.resolve("device"))
            && lines(SYS_NET + "/" + device + "/uevent").stream()
                .noneMatch(line -> line.startsWith("DEVTYPE="));
    return wired ? OptionalLong.of(ETHERNET) : OptionalLong.empty();
  }

  /// The bearers of all interfaces that are up.
  Set<Long> bearers() {
    Set<Long> bearers = new TreeSet<>();
    for (String device : devices()) {
      if (lines(SYS_NET + "/" + device + "/operstate").equals(List.of("up"))) {
        bearer(device).ifPresent(bearers::add);
      }
    }
    return bearers;
  }

  /// Every interface but loopback, by name.
  private List<String> devices() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(SYS_NET))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!name.equals(LOOPBACK)) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /// The addresses of this machine that others can use, IPv4 first.
  List<String> addresses() {
    Set<String> addresses = new LinkedHashSet<>();
    String last = "";
    for (String line : lines(PROC_NET + "fib_trie")) {
      Matcher matcher = FIB_ADDRESS.matcher(line);
      if (matcher.find()) {
        last = matcher.group(1);
      } else if (line.strip().equals("/32 host LOCAL") && !last.startsWith("127.")) {
        addresses.add(last);
      }
    }
    for (String line : lines(PROC_NET + "if_inet6")) {
      String[] column = line.strip().split("\\s+", -1);
      if (column.length == 6
          && column[3].equals(SCOPE_GLOBAL)
          && !column[5].equals(LOOPBACK)
          && column[0].matches("[0-9a-fA-F]{32}")) {
        addresses.add(ipv6(HexFormat.of().parseHex(column[0])));
      }
    }
    return List.copyOf(addresses);
  }

  private static String ipv6(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 16 bytes is one", e);
    }
  }

  /// Reception of a wireless interface; empty for a wired one.
  Optional<Radio> radio(String device) {
    for (String line : lines(PROC_NET + "wireless")) {
      String[] column = line.strip().split("[\\s:]+", -1);
      if (column.length >= 5 && column[0].equals(device)) {
        OptionalLong quality = number(column[2].replace(".", ""));
        if (quality.isPresent()) {
          return Optional.of(new Radio(quality.getAsLong(), dbm(column[3]), dbm(column[4])));
        }
      }
    }
    return Optional.empty();
  }

  /// A level is in dBm when it is negative; -256 means not measured, wireless(7).
  private static OptionalLong dbm(String text) {
    OptionalLong value = number(text.replace(".", ""));
    return value.isPresent() && value.getAsLong() < 0 && value.getAsLong() > -256
        ? value
        : OptionalLong.empty();
  }

  /// What each interface but loopback has counted since it came; without those that do not tell.
  Map<String, Traffic> traffic() {
    Map<String, Traffic> traffic = new TreeMap<>();
    for (String device : devices()) {
      OptionalLong rx = first(SYS_NET + "/" + device + "/statistics/rx_bytes");
      OptionalLong tx = first(SYS_NET + "/" + device + "/statistics/tx_bytes");
      if (rx.isPresent() && tx.isPresent()) {
        traffic.put(device, new Traffic(rx.getAsLong(), tx.getAsLong()));
      }
    }
    return traffic;
  }

  /// Maker of the board, where the firmware tells.
  Optional<String> boardMaker() {
    return text("sys/class/dmi/id/sys_vendor");
  }

  /// Model of the board: of the device tree, else of the firmware.
  Optional<String> boardModel() {
    return text("proc/device-tree/model").or(() -> text("sys/class/dmi/id/product_name"));
  }

  /// The time servers that chrony or else systemd-timesyncd was given, in order.
  List<String> timeServers() {
    List<String> chrony =
        Stream.of("etc/chrony/chrony.conf", "etc/chrony.conf")
            .flatMap(file -> lines(file).stream())
            .map(line -> CHRONY_SERVER.matcher(line.strip()))
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .toList();
    return !chrony.isEmpty()
        ? chrony
        : lines("etc/systemd/timesyncd.conf").stream()
            .map(line -> TIMESYNCD_SERVERS.matcher(line.strip()))
            .filter(Matcher::matches)
            .flatMap(matcher -> Stream.of(matcher.group(1).strip().split("\\s+", -1)))
            .toList();
  }

  private OptionalLong first(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? OptionalLong.empty() : number(lines.getFirst().strip());
  }

  private Optional<String> text(String file) {
    return lines(file).stream()
        .map(line -> line.replace("\0", "").strip())
        .filter(line -> !line.isEmpty())
        .findFirst();
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// The lines of a file; none when it cannot be read.
  private List<String> lines(String file) {
    byte @Nullable [] bytes;
    try (var in = Files.newInputStream(root.resolve(file))) {
      bytes = in.readNBytes(FILE_BYTES_MAX);
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
