/// The crash proof: SIGKILL at random moments, thousands of times, on one data directory.
@NullMarked
package vn.binhduong.gateway.proof.crash;

import org.jspecify.annotations.NullMarked;
