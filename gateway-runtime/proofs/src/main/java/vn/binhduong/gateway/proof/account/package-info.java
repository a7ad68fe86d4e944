/// The account of every number: gaps, replays, durable acknowledgements, epochs and shared
/// subscriptions, judged from the IOC's side.
@NullMarked
package vn.binhduong.gateway.proof.account;

import org.jspecify.annotations.NullMarked;
