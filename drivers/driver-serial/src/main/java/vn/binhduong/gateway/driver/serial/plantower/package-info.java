/// Plantower particulate sensors (PMS3003, PMS5003, PMS7003, PMSA003, PMS5003ST).
@NullMarked
package vn.binhduong.gateway.driver.serial.plantower;

import org.jspecify.annotations.NullMarked;
