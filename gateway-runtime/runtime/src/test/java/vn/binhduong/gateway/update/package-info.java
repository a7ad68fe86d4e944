/// Tests of updates: packages, slots, the state machine, and the real supervisor.
@NullMarked
package vn.binhduong.gateway.update;

import org.jspecify.annotations.NullMarked;
