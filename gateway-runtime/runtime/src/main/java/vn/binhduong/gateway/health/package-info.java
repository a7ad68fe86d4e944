/// What state each part of the gateway is in, for people, watchdog and management; uses nothing of
/// ours.
@NullMarked
package vn.binhduong.gateway.health;

import org.jspecify.annotations.NullMarked;
