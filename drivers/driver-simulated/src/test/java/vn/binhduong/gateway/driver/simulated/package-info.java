/// Tests of the simulated instruments: the contract, golden cases, shares and day curves.
@NullMarked
package vn.binhduong.gateway.driver.simulated;

import org.jspecify.annotations.NullMarked;
