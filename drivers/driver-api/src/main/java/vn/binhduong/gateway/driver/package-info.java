/// What a driver is compiled against: channels, readings, links and the two kinds of driver. JDK
/// only.
///
/// Start with [DriverFactory]; then choose [PolledDriver] or [EventDriver].
@NullMarked
package vn.binhduong.gateway.driver;

import org.jspecify.annotations.NullMarked;
