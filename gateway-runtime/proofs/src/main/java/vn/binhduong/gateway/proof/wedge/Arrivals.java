package vn.binhduong.gateway.proof.wedge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.proof.ArrivalHandler;

/// The desk of an IOC that many gateways speak to: keeps what arrives, by gateway. Thread-safe.
final class Arrivals implements ArrivalHandler {
  private final Map<String, List<Arrival>> byGateway = new ConcurrentHashMap<>();

  @Override
  public void keep(Arrival arrival) {
    List<Arrival> all =
        byGateway.computeIfAbsent(arrival.stream().gateway(), gateway -> new ArrayList<>());
    synchronized (all) {
      all.add(arrival);
    }
  }

  /// Everything of one gateway, in the order in which it came.
  List<Arrival> of(String gateway) {
    List<Arrival> all = byGateway.getOrDefault(gateway, List.of());
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /// Time of the newest sample of a device; 0 when there is none.
  long newestMillis(String gateway, String device) {
    return of(gateway).stream()
        .filter(a -> a instanceof Arrival.Row && a.stream().device().equals(device))
        .mapToLong(a -> ((Arrival.Row) a).timeMillis())
        .max()
        .orElse(0);
  }
}
