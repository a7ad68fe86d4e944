@NullMarked
package vn.binhduong.gateway.driver.link.serial;

import org.jspecify.annotations.NullMarked;
