/// The buses and inputs of a Raspberry Pi through Pi4J, and in the packages below the parts on
/// them, which see only the links of the driver API.
@NullMarked
package vn.binhduong.gateway.driver.pi4j;

import org.jspecify.annotations.NullMarked;
