package vn.binhduong.gateway.driver.modbus;

import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// What one choice of a [MapOption] changes in the registers of its channels; null leaves as it is.
///
/// @param doc how to know that this choice is the right one
/// @param address first register
/// @param type coding
/// @param order order of the bytes
/// @param scale what one step of the raw value means, in the unit of the channel
/// @param offset what raw zero means, in the unit of the channel
public record Choice(
    @Option(doc = "How to know that this choice is the right one.", optional = true)
        @Nullable String doc,
    @Option(doc = "Another first register.", optional = true, min = "0", max = "465536")
        @Nullable Integer address,
    @Option(doc = "Another coding.", optional = true) @Nullable RegisterType type,
    @Option(doc = "Another order of the bytes.", optional = true) @Nullable WordOrder order,
    @Option(doc = "Another scale.", optional = true) @Nullable Double scale,
    @Option(doc = "Another offset.", optional = true) @Nullable Double offset) {}
