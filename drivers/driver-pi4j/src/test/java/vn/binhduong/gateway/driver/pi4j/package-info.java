@NullMarked
package vn.binhduong.gateway.driver.pi4j;

import org.jspecify.annotations.NullMarked;
