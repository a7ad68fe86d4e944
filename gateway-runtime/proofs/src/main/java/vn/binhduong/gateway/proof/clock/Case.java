package vn.binhduong.gateway.proof.clock;

import java.io.IOException;

/// What happens to the clock of one gateway, and what must be true afterwards.
///
/// @param name one word
/// @param validity of the broker's certificate
/// @param play plays it in a scene whose gateway does not run yet
record Case(String name, Certificates.Span validity, Play play) {
  Case(String name, Play play) {
    this(name, Certificates.ALWAYS, play);
  }

  /// The plot.
  @FunctionalInterface
  interface Play {
    void in(Scene scene) throws IOException, InterruptedException;
  }
}
