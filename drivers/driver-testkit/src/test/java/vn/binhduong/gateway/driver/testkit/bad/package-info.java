/// A driver that keeps the contract and, by its settings, each way to break it: the suite must
/// accept the one and reject the others.
@NullMarked
package vn.binhduong.gateway.driver.testkit.bad;

import org.jspecify.annotations.NullMarked;
