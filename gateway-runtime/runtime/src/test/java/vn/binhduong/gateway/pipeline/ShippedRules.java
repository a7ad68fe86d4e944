package vn.binhduong.gateway.pipeline;

import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.settings.Bound;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// The data files of rules as they are shipped, read as the configuration reads them.
final class ShippedRules {
  record Rules(
      @Option(doc = "Index.", profiles = "aqi", fallback = "vn-aqi") AqiTableSettings aqi,
      @Option(doc = "Limits.", profiles = "limits", fallback = "vn-air") LimitsSettings limits) {}

  private ShippedRules() {}

  static AqiTableSettings aqiTable() {
    return rules().aqi();
  }

  static LimitsSettings limits() {
    return rules().limits();
  }

  private static Rules rules() {
    Bound<Rules> bound = Settings.standard().read(new YamlText("rules", "{}"), Rules.class);
    if (bound instanceof Bound.Value<Rules> value) {
      return value.value();
    }
    throw new AssertionError(bound.problems().toString());
  }
}
