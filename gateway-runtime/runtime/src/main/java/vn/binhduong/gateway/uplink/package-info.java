/// The way out: reads the store, encodes by the contract and forwards over MQTT 5; the only package
/// that knows Paho.
@NullMarked
package vn.binhduong.gateway.uplink;

import org.jspecify.annotations.NullMarked;
