@NullMarked
package vn.binhduong.gateway.proof.damage;

import org.jspecify.annotations.NullMarked;
