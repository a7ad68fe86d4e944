/// Modbus TCP and RTU: the links, and devices described by a register map in YAML.
///
/// Start with [RegisterMap] (what a device is) and [ModbusLink] (how it is asked); [ModbusDriver]
/// joins the two.
@NullMarked
package vn.binhduong.gateway.driver.modbus;

import org.jspecify.annotations.NullMarked;
