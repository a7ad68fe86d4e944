/// The torture run: broker restarts, kills of the gateway and a long outage against a broker that
/// we did not write, judged by the verifier.
@NullMarked
package vn.binhduong.gateway.proof.torture;

import org.jspecify.annotations.NullMarked;
