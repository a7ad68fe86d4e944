/// The command line of the gateway: what it does, what it measured, what is wrong with its
/// configuration.
///
/// Start with [GatewayCtl].
@NullMarked
package vn.binhduong.gateway.ctl;

import org.jspecify.annotations.NullMarked;
