/// Measures the gateway and prints tables; nothing here passes or fails.
@NullMarked
package vn.binhduong.gateway.bench;

import org.jspecify.annotations.NullMarked;
