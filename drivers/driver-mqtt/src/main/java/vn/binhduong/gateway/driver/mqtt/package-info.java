/// MQTT: systems on site that already publish what they measure, as JSON, read by a declared
/// mapping.
///
/// Start with [MqttJsonDriver] (what comes of a message), then [Mapping] and [MessageReader].
@NullMarked
package vn.binhduong.gateway.driver.mqtt;

import org.jspecify.annotations.NullMarked;
