/// Simulated instruments of a street corner in southern Vietnam: the reference driver, written to
/// be copied, and the source of data where there is no hardware.
///
/// Start with [SimWeatherFactory]; the values come from pure functions such as [Weather#at].
@NullMarked
package vn.binhduong.gateway.driver.simulated;

import org.jspecify.annotations.NullMarked;
