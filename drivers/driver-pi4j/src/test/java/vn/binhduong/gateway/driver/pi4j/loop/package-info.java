@NullMarked
package vn.binhduong.gateway.driver.pi4j.loop;

import org.jspecify.annotations.NullMarked;
