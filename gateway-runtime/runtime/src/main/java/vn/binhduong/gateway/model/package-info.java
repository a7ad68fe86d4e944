/// The nouns that travel through the gateway; uses nothing of ours but the driver API.
@NullMarked
package vn.binhduong.gateway.model;

import org.jspecify.annotations.NullMarked;
