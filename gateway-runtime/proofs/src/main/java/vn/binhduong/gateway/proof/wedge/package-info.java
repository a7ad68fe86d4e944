/// The uplink behind a network and a broker that misbehave in every way we know of: it always comes
/// back without a restart, retries nothing for ever, grows no queue, and gives up no sample that is
/// not at fault. `WedgeProof` first.
@NullMarked
package vn.binhduong.gateway.proof.wedge;

import org.jspecify.annotations.NullMarked;
