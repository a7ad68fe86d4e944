/// One gateway under proof, seen from outside: its process, its instruments with their truth logs,
/// its data directory, its link, and the book of every number that was ever seen of it.
@NullMarked
package vn.binhduong.gateway.proof.site;

import org.jspecify.annotations.NullMarked;
