package vn.binhduong.gateway.health;

/// One component came from one state into another.
///
/// @param from the state before; STARTING for a component that was not known
/// @param to the picture after the change
public record HealthChange(HealthState from, ComponentHealth to) {}
