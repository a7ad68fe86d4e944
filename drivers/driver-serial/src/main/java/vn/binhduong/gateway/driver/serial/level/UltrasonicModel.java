package vn.binhduong.gateway.driver.serial.level;

/// A model by how it speaks and how far it sees.
public enum UltrasonicModel {
  /// DYP A02YYUW: `FF hi lo check`, 0.03 to 4.5 m.
  A02YYUW(30, 4500),
  /// MaxBotix HRXL-MaxSonar-WR, 5 m: `Rdddd` and CR, 0.3 to 5 m.
  HRXL_5M(300, 5000),
  /// MaxBotix HRXL-MaxSonar-WRL, 10 m: `Rdddd` and CR, 0.5 to 9.999 m.
  HRXL_10M(500, 9999);

  private final int leastMillimetres;
  private final int mostMillimetres;

  UltrasonicModel(int leastMillimetres, int mostMillimetres) {
    this.leastMillimetres = leastMillimetres;
    this.mostMillimetres = mostMillimetres;
  }

  /// Nearest target it can tell, mm; anything nearer reads as this.
  int leastMillimetres() {
    return leastMillimetres;
  }

  /// Farthest target it can tell, mm; a HRXL says so too when there is none.
  int mostMillimetres() {
    return mostMillimetres;
  }
}
