package vn.binhduong.gateway.acquisition;

import java.util.Optional;

/// What devices remember over restarts: a few words each.
public interface Memory {
  /// What a device remembered last; empty at first, or when it cannot be read.
  Optional<String> read(String device);

  /// Keeps a text for a device. Never throws; never waits for anything but the disk.
  void write(String device, String text);
}
