/// CoAP: a server to which constrained nodes post, and a client that observes a node.
///
/// Start with [CoapServerLink] (one server, many nodes), then [Payloads] (what a payload means) and
/// [SenmlPack] (RFC 8428).
@NullMarked
package vn.binhduong.gateway.driver.coap;

import org.jspecify.annotations.NullMarked;
