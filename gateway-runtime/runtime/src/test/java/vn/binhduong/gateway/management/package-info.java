@NullMarked
package vn.binhduong.gateway.management;

import org.jspecify.annotations.NullMarked;
