package vn.binhduong.gateway.proof.damage;

import java.util.List;

/// A data directory to be damaged.
///
/// @param number from 0
/// @param master which one
/// @param harms in order
record Case(int number, Family family, int master, List<Harm> harms) {
  Case {
    harms = List.copyOf(harms);
  }

  @Override
  public String toString() {
    return "case %d (%s, master %d): %s".formatted(number, family, master, harms);
  }
}
