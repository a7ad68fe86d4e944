/// Tests of the CoAP drivers: SenML by the examples of its RFC, the server and the observer in the
/// process, and libcoap's client.
@NullMarked
package vn.binhduong.gateway.driver.coap;

import org.jspecify.annotations.NullMarked;
