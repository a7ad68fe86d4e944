package vn.binhduong.gateway.proof.damage;

import java.util.List;

/// What became of one damaged directory.
///
/// @param truth entries that stood in it before the damage
/// @param readable of them, those that our own reader still found after the damage
/// @param recovered of those, how many are stored or were received
/// @param declared numbers that gap records newly declare as lost
/// @param untold numbers that neither the IOC nor anything left in the directory knows of
/// @param lost readable, and now neither stored nor received
/// @param duplicated numbers with two contents
/// @param unaccounted numbers neither received nor in a gap
/// @param newEpoch whether numbering began anew
/// @param wrong what else is wrong, in words
record Outcome(
    long truth,
    long readable,
    long recovered,
    long declared,
    long untold,
    long lost,
    long duplicated,
    long unaccounted,
    boolean newEpoch,
    List<String> wrong) {
  Outcome {
    wrong = List.copyOf(wrong);
  }

  boolean holds() {
    return lost == 0 && duplicated == 0 && unaccounted == 0 && wrong.isEmpty();
  }
}
