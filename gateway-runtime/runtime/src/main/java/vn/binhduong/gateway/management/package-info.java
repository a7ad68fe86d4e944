/// Device management over LwM2M: registers with a management server and lets it see the gateway.
/// The only package that knows Leshan and Californium. Nothing here touches telemetry.
@NullMarked
package vn.binhduong.gateway.management;

import org.jspecify.annotations.NullMarked;
