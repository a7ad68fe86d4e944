package vn.binhduong.gateway.driver.coap;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Addresses and networks that may speak to the server; none listed: all.
///
/// Only literal addresses (`192.168.1.20`, `10.8.0.0/16`, `fd00::/8`): a name would be looked up.
final class AllowList {
  private final List<Network> networks = new ArrayList<>();

  private record Network(InetAddress base, int bits) {
    boolean contains(InetAddress peer) {
      byte[] address = base.getAddress();
      byte[] other = peer.getAddress();
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /// @throws IllegalArgumentException when one is no literal address or network
  AllowList(List<String> entries) {
    for (String entry : entries) {
      int slash = entry.indexOf('/');
      InetAddress address = literal(slash < 0 ? entry : entry.substring(0, slash));
      int bitsMax = address.getAddress().length * Byte.SIZE;
      int bits = bitsMax;
      if (slash >= 0) {
        String length = entry.substring(slash + 1);
        bits = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : -1;
      }
      if (bits < 0 || bits > bitsMax) {
        throw new IllegalArgumentException(
            "expected a prefix length of 0 to %d, found '%s'".formatted(bitsMax, entry));
      }
      networks.add(new Network(address, bits));
    }
  }

  boolean allows(InetAddress peer) {
    return networks.isEmpty() || networks.stream().anyMatch(net -> net.contains(peer));
  }

  /// A literal address.
  ///
  /// @throws IllegalArgumentException when it is none
  static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected an address such as 192.168.1.20, found '%s'".formatted(text), e);
    }
  }
}
