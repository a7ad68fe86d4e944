package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Which segments are of this gateway, when the files of another one got into its directory. Pure.
///
/// The files of one gateway tell of the same epochs: a block of one, a snapshot of all, and a new
/// epoch's first snapshot still names the old ones. What shares an epoch is a family; ours is the
/// one with most segments, and of two equal ones that of `state.db`. A file may hold rows of two
/// families, such as the segment of another gateway under a WAL of ours.
final class Kinship {
  private Kinship() {}

  /// What is not ours.
  ///
  /// @param segments numbers of segments that hold nothing of ours
  /// @param state whether `state.db` belongs to another family
  /// @param epochs of other families
  record Strangers(Set<Long> segments, boolean state, Set<UUID> epochs) {
    static final Strangers NONE = new Strangers(Set.of(), false, Set.of());
  }

  private static final class Family {
    private final Set<UUID> epochs = new HashSet<>();
    private final Set<Long> segments = new HashSet<>();
    private boolean state;

    private void join(Family other) {
      epochs.addAll(other.epochs);
      segments.addAll(other.segments);
      state |= other.state;
    }
  }

  /// @param told the epochs that each row of a segment tells of, by segment; nothing where nothing
  ///   can be read
  /// @param state what `state.db` tells of; empty when it cannot be read
  static Strangers strangers(Map<Long, Set<Set<UUID>>> told, Set<UUID> state) {
    List<Family> families = new ArrayList<>();
    if (!state.isEmpty()) {
      Family own = new Family();
      own.epochs.addAll(state);
      own.state = true;
      families.add(own);
    }
    told.forEach(
        (number, rows) -> {
          for (Set<UUID> row : rows) {
            Family family = new Family();
            family.epochs.addAll(row);
            family.segments.add(number);
            families.removeIf(
                other -> {
                  boolean kin = other.epochs.stream().anyMatch(family.epochs::contains);
                  if (kin) {
                    family.join(other);
                  }
                  return kin;
                });
            families.add(family);
          }
        });
    Family ours = null;
    for (Family family : families) {
      if (ours == null
          || family.segments.size() > ours.segments.size()
          || (family.segments.size() == ours.segments.size() && family.state)) {
        ours = family;
      }
    }
    if (ours == null || families.size() == 1) {
      return Strangers.NONE;
    }
    Set<Long> strange = new HashSet<>();
    Set<UUID> epochs = new HashSet<>();
    for (Family family : families) {
      if (family != ours) {
        strange.addAll(family.segments);
        epochs.addAll(family.epochs);
      }
    }
    strange.removeAll(ours.segments);
    return new Strangers(strange, !state.isEmpty() && !ours.state, epochs);
  }

  /// The epochs a state tells of.
  static Set<UUID> of(State state) {
    Set<UUID> epochs = new HashSet<>();
    if (!state.epoch().equals(new UUID(0, 0))) {
      epochs.add(state.epoch());
    }
    state.streams().forEach(stream -> epochs.add(stream.key().epoch()));
    return epochs;
  }

  /// The epochs the streams of a segment belong to.
  static Set<UUID> of(Summary summary) {
    Set<UUID> epochs = new HashSet<>();
    summary.streams().keySet().forEach(key -> epochs.add(key.epoch()));
    return epochs;
  }
}
