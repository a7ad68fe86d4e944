/// Tests of the sensors of the kernel: the contract on a directory tree, vectors of the datasheets,
/// garbage.
@NullMarked
package vn.binhduong.gateway.driver.linux;

import org.jspecify.annotations.NullMarked;
