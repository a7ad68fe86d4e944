/// The durable log: every sample and event is committed here, numbered, before anything else
/// happens to it.
@NullMarked
package vn.binhduong.gateway.store;

import org.jspecify.annotations.NullMarked;
