/// The stand-in IOC: everything on the other side of the gateway in one process, for the demo and
/// for tests. Never for a device and never for production.
@NullMarked
package vn.binhduong.gateway.ioc.standin;

import org.jspecify.annotations.NullMarked;
