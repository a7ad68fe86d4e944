package vn.binhduong.gateway.proof.damage;

import java.util.Map;
import java.util.UUID;

/// What stands under a number: equal contents are the same entry, since no two entries of a device
/// have one time.
///
/// @param boot in which it was measured
/// @param nanos monotonic time in that boot, nanoseconds
/// @param values usable readings by channel; empty for an event
/// @param text kind and JSON of an event; empty for a sample
record Content(UUID boot, long nanos, Map<String, Double> values, String text) {
  Content {
    values = Map.copyOf(values);
  }
}
