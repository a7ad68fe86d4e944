/// Sensors that the Linux kernel already drives (IIO, hwmon, 1-Wire) and the health of the host
/// itself, read from files below `/sys` and `/proc`. JDK only.
///
/// Start with [KernelDevice] (a poll) and [KernelFile] (a read that can be interrupted); then one
/// factory per driver: [IioFactory], [HwmonFactory], [W1ThermFactory], [HostFactory].
@NullMarked
package vn.binhduong.gateway.driver.linux;

import org.jspecify.annotations.NullMarked;
