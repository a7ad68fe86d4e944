package vn.binhduong.gateway.pipeline;

/// What VN_AQI is made of. The names in lower case are those of channels and of the data file.
enum Pollutant {
  /// Particles to 2.5 µm.
  PM25("pm25", "PM2.5"),
  /// Particles to 10 µm.
  PM10("pm10", "PM10"),
  /// Nitrogen dioxide.
  NO2("no2", "NO2"),
  /// Sulphur dioxide.
  SO2("so2", "SO2"),
  /// Carbon monoxide.
  CO("co", "CO"),
  /// Ozone.
  O3("o3", "O3");

  private final String key;
  private final String label;

  Pollutant(String key, String label) {
    this.key = key;
    this.label = label;
  }

  String key() {
    return key;
  }

  /// For people.
  String label() {
    return label;
  }

  /// Particles: without them there is no index.
  boolean isParticles() {
    return switch (this) {
      case PM25, PM10 -> true;
      case NO2, SO2, CO, O3 -> false;
    };
  }
}
