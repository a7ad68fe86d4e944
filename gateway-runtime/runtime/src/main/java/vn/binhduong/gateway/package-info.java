/// The program: [Main] starts it, [Gateway] constructs every part and wires them.
@NullMarked
package vn.binhduong.gateway;

import org.jspecify.annotations.NullMarked;
