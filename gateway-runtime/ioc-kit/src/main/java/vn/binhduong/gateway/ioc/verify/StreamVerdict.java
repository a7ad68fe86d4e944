package vn.binhduong.gateway.ioc.verify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.ioc.StreamKey;

/// What the verifier found out about one stream.
///
/// @param first least number received, 0 if none
/// @param last greatest number known to exist
/// @param received how many different numbers were received
/// @param missing numbers that were neither received nor declared as a gap
/// @param duplicates arrivals of a number that had come before; harmless
/// @param late arrivals after a greater number; harmless
/// @param gaps declared gaps by reason
/// @param ledgerSeen whether the gateway's own account came, without which a lost tail cannot show
/// @param truthKnown whether a truth log speaks of the device
/// @param matched samples equal to a truth row
/// @param withoutValue samples in which every reading is bad
/// @param withoutTruth samples with values that no instrument produced
/// @param overruns samples the gateway refused before numbering them
public record StreamVerdict(
    StreamKey stream,
    long first,
    long last,
    long received,
    List<Range> missing,
    long duplicates,
    long late,
    Map<String, List<Range>> gaps,
    boolean ledgerSeen,
    boolean truthKnown,
    long matched,
    long withoutValue,
    long withoutTruth,
    long overruns) {
  public StreamVerdict {
    missing = List.copyOf(missing);
    gaps = Map.copyOf(new TreeMap<>(gaps));
  }

  /// How many numbers are missing.
  public long missingCount() {
    return missing.stream().mapToLong(Range::count).sum();
  }

  /// How many numbers lie in declared gaps.
  public long gappedCount() {
    return gaps.values().stream().flatMap(List::stream).mapToLong(Range::count).sum();
  }
}
