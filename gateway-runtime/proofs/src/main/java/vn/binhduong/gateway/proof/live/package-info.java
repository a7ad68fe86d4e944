/// Live first: what live data and events feel while a backlog drains beside them, on fast and slow
/// links.
@NullMarked
package vn.binhduong.gateway.proof.live;

import org.jspecify.annotations.NullMarked;
