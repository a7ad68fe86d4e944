/// A simulated street corner: Modbus TCP slaves on real sockets that answer like real instruments
/// and write down what they answered.
@NullMarked
package vn.binhduong.gateway.ioc.street;

import org.jspecify.annotations.NullMarked;
