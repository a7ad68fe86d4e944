/// Tests of the mapping, of what comes of messages, and of the connection against a broker.
@NullMarked
package vn.binhduong.gateway.driver.mqtt;

import org.jspecify.annotations.NullMarked;
