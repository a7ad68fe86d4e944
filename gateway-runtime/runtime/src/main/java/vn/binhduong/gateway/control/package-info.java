/// How people and programs on the same machine see the gateway: the control socket that
/// `gatewayctl` talks to, and the metrics page.
///
/// Start with [ControlServer].
@NullMarked
package vn.binhduong.gateway.control;

import org.jspecify.annotations.NullMarked;
