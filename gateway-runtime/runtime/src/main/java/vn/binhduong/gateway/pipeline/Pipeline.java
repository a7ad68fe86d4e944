package vn.binhduong.gateway.pipeline;

import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.model.Sample;

/// Maps each sample to the samples that are stored: none, one or more.
///
/// Thread-safe; the samples of one device are given in the order of their times.
@SuppressWarnings("DoNotCallSuggester") // until the bodies land
public final class Pipeline {
  /// @param clock aligns the windows and tells the age of readings
  /// @param settings per device id, per channel name; what is missing is [ChannelSettings#NONE]
  public Pipeline(GatewayClock clock, Map<String, Map<String, ChannelSettings>> settings) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Uses other settings from now on; devices whose settings are the same keep their past.
  public void apply(Map<String, Map<String, ChannelSettings>> settings) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Takes one sample.
  ///
  /// @return what is to be stored, in order
  public List<Sample> accept(Sample sample) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Closes all open windows early; their number of readings tells. For a clean stop, after
  /// acquisition has stopped.
  public List<Sample> flush() {
    throw new UnsupportedOperationException("lands next");
  }
}
