package vn.binhduong.gateway.driver;

/// One value of one channel with its quality. Its time is that of the sample it belongs to.
///
/// @param channel what was measured
/// @param value in the unit of the channel; NaN if and only if the quality is bad, never infinite
/// @param quality how far it can be trusted
public record Reading(Channel channel, double value, Quality quality) {
  public Reading {
    if (quality.hasValue() != Double.isFinite(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "reading of %s: a value of quality %s must be %s, found %s"
              .formatted(channel.name(), quality, quality.hasValue() ? "finite" : "NaN", value));
    }
  }

  /// The same value with another quality that also has a value, or without its value where
  /// `quality` is bad.
  public Reading withQuality(Quality quality) {
    return new Reading(channel, quality.hasValue() ? value : Double.NaN, quality);
  }
}
