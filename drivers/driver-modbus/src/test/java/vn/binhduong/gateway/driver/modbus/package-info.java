/// Tests of the Modbus driver.
@NullMarked
package vn.binhduong.gateway.driver.modbus;

import org.jspecify.annotations.NullMarked;
