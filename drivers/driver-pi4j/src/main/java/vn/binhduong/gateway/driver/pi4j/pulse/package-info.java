/// Pulse counters on an input: rain gauges, anemometers, meters.
@NullMarked
package vn.binhduong.gateway.driver.pi4j.pulse;

import org.jspecify.annotations.NullMarked;
