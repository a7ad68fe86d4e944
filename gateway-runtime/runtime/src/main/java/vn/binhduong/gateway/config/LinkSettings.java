package vn.binhduong.gateway.config;

import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.settings.ByKind;

/// One link.
///
/// @param type names its [vn.binhduong.gateway.driver.LinkFactory]
/// @param settings what that factory is given
public record LinkSettings(
    @Option(doc = "Kind of the link.", example = "modbus-tcp") String type,
    @Option(doc = "Settings of that kind of link.") @ByKind("type") Record settings) {}
