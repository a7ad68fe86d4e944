package vn.binhduong.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/// Which program this is.
///
/// @param version its version
/// @param builtAt when it was built: no clock that shows an earlier time is believed
record Build(String version, Instant builtAt) {
  private static final String RESOURCE = "build.properties";

  static Build current() {
    var properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the program");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        properties.getProperty("version"), Instant.parse(properties.getProperty("built-at")));
  }
}
