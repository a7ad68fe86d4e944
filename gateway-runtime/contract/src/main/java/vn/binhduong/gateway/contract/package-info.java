/// What travels between a gateway and the IOC: topics, batches, the account of a stream, commands;
/// usable alone, without the gateway's own code.
@NullMarked
package vn.binhduong.gateway.contract;

import org.jspecify.annotations.NullMarked;
