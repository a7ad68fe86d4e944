package vn.binhduong.gateway.model;

/// What a stream holds: samples of a device, or events of the gateway itself.
public sealed interface Entry permits Sample, Event {
  /// The reserved device of the gateway stream.
  String GATEWAY = "gateway";

  /// The device whose stream this belongs to.
  String device();

  /// When it was measured or happened.
  BootTime at();

  /// The same at another instant.
  Entry withAt(BootTime at);
}
