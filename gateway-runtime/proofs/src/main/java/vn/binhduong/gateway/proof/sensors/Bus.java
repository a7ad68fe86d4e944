package vn.binhduong.gateway.proof.sensors;

import java.io.IOException;
import java.util.List;

/// Slaves on one line or behind one TCP peer, numbered from 1, each of which may fall ill.
public interface Bus extends AutoCloseable {
  /// The lines of YAML that make the link of it.
  String link(String name);

  /// From now on a slave misbehaves like this.
  void malady(int unit, Malady malady);

  /// When requests reached a slave, monotonic nanoseconds.
  List<Long> requests(int unit);

  @Override
  void close() throws IOException;
}
