@NullMarked
package vn.binhduong.gateway.driver.pi4j.sensirion;

import org.jspecify.annotations.NullMarked;
