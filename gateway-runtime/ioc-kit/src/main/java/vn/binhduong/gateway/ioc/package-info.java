/// The consumer side of the wire contract: receives what gateways publish, keeps the account of
/// every stream, proves that nothing is missing and asks for what is.
@NullMarked
package vn.binhduong.gateway.ioc;

import org.jspecify.annotations.NullMarked;
