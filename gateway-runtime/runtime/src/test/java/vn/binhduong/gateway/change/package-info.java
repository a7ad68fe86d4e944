@NullMarked
package vn.binhduong.gateway.change;

import org.jspecify.annotations.NullMarked;
