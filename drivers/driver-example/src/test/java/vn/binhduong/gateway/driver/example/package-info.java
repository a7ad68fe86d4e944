@NullMarked
package vn.binhduong.gateway.driver.example;

import org.jspecify.annotations.NullMarked;
