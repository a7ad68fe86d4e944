/// Sensirion's sensors on I2C: climate, carbon dioxide, gas and particulates. They share the
/// maker's protocol of words ([Words]) and nothing else.
@NullMarked
package vn.binhduong.gateway.driver.pi4j.sensirion;

import org.jspecify.annotations.NullMarked;
