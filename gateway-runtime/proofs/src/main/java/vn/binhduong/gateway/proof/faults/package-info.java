/// Faults under the file system: a library in C, loaded into a child process, that counts, fails or
/// writes down every call that changes a file below one directory.
@NullMarked
package vn.binhduong.gateway.proof.faults;

import org.jspecify.annotations.NullMarked;
