@NullMarked
package vn.binhduong.gateway.driver;

import org.jspecify.annotations.NullMarked;
