package vn.binhduong.gateway.config;

import vn.binhduong.gateway.driver.Option;

/// The satellite receiver of the gateway.
///
/// @param device which device it is
/// @param moved how far it must be from the place that was told before another is told, metres
/// @param astray how far it must be from the configured place to be worth an alarm, metres
public record ReceiverSettings(
    @Option(
            doc =
                "Device that tells latitude and longitude, and perhaps fix, hdop and clock_offset,"
                    + " as the driver gnss does.",
            pattern = GatewaySettings.NAME,
            example = "gnss1")
        String device,
    @Option(
            doc =
                "The place that is told changes when the receiver is farther from it than this,"
                    + " metres, and at most every 10 min.",
            fallback = "50",
            min = "10",
            max = "10000")
        double moved,
    @Option(
            doc =
                "Farther than this from the configured place is an alarm: the cabinet was taken away"
                    + " or the place mistaken, metres; more than moved.",
            fallback = "500",
            min = "20",
            max = "1000000")
        double astray) {
  public ReceiverSettings {
    if (astray <= moved) {
      throw new IllegalArgumentException(
          "astray: expected more than moved, found %s and %s".formatted(astray, moved));
    }
  }
}
