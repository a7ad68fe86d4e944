/// The verifier: judges, from what was received and from what the instruments really produced,
/// whether anything is missing or different.
@NullMarked
package vn.binhduong.gateway.ioc.verify;

import org.jspecify.annotations.NullMarked;
