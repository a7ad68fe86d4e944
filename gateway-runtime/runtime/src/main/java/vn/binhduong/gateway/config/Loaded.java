package vn.binhduong.gateway.config;

import java.util.List;
import vn.binhduong.gateway.settings.Problem;

/// What came of reading a configuration.
public sealed interface Loaded {
  /// A configuration that can run, perhaps without some of its devices.
  record Ready(Configuration configuration) implements Loaded {}

  /// Nothing can run.
  ///
  /// @param problems all that is wrong, at least one
  record Failed(List<Problem> problems) implements Loaded {
    /// What the process exits with: EX_CONFIG of `sysexits.h`.
    public static final int EXIT_CODE = 78;

    public Failed {
      problems = List.copyOf(problems);
    }
  }
}
