package vn.binhduong.gateway.proof.damage;

import java.nio.file.Path;
import java.util.List;
import vn.binhduong.gateway.ioc.Arrival;

/// A data directory as a real gateway left it, and what was known of it before any damage.
///
/// @param data the directory
/// @param arrivals what the IOC received until then
/// @param truth everything that stands in it
record Master(String name, Path data, List<Arrival> arrivals, PlainReader.Found truth) {
  Master {
    arrivals = List.copyOf(arrivals);
  }
}
