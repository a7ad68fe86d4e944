@NullMarked
package vn.binhduong.gateway.driver.pi4j.contact;

import org.jspecify.annotations.NullMarked;
