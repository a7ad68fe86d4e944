package vn.binhduong.gateway.ioc.standin;

import java.util.List;

/// Checks a message against the machine-readable contract.
@FunctionalInterface
public interface MessageCheck {
  /// What is wrong with it; empty when nothing is.
  List<String> problems(String topic, byte[] payload);
}
