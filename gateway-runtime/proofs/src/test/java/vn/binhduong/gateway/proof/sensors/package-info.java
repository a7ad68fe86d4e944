@NullMarked
package vn.binhduong.gateway.proof.sensors;

import org.jspecify.annotations.NullMarked;
