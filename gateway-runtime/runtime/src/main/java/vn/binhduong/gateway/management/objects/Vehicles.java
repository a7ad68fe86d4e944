package vn.binhduong.gateway.management.objects;

/// Our vehicle classes in the words of DATEX II version 3, as object 3432 wants them.
final class Vehicles {
  /// A vehicle of any type.
  static final int ANY = 1;

  private static final int HEAVY = 17;
  private static final int OTHER = 100;

  /// By our code: 0 moto, 1 car, 2 bus, 3 truck, 4 container, 5 bicycle, 6 other.
  private static final int[] DATEX = {28, 9, 6, 24, HEAVY, 5, OTHER};

  private Vehicles() {}

  /// The DATEX II code of one of ours; of one we do not know, that of another vehicle.
  static int datex(double code) {
    int ours = (int) code;
    return ours == code && ours >= 0 && ours < DATEX.length ? DATEX[ours] : OTHER;
  }

  /// The number of the resource instance of a type: 0 is kept for a vehicle of any type.
  static int instance(int datex) {
    if (datex == ANY) {
      return 0;
    }
    for (int ours = 0; ours < DATEX.length; ours++) {
      if (DATEX[ours] == datex) {
        return ours + 1;
      }
    }
    throw new IllegalArgumentException("vehicle type: expected one of ours, found " + datex);
  }
}
