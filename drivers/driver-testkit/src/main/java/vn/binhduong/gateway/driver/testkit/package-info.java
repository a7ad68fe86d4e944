/// What a driver is tested with, without its hardware: a harness that stands in for the host, the
/// contract that every driver keeps, golden cases and fakes.
///
/// Start with [DriverHarness]; then implement [DriverContractSuite].
@NullMarked
package vn.binhduong.gateway.driver.testkit;

import org.jspecify.annotations.NullMarked;
