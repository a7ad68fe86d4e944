package vn.binhduong.gateway.contract;

/// A numbered message of one stream: samples of a device, or events of the gateway.
public sealed interface Message permits Batch, EventBatch {
  /// Whose stream, which numbers.
  BatchHeader header();

  /// How many rows it has, each of another time.
  int rowCount();
}
