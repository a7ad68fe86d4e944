package vn.binhduong.gateway.proof.site;

import java.nio.file.Path;
import vn.binhduong.gateway.driver.Option;

/// Settings of the meter.
///
/// @param truthLog takes what was emitted, before it is emitted
public record MeterSettings(
    @Option(doc = "File to which every emitted sample is appended.", example = "/var/tmp/m.jsonl")
        Path truthLog) {}
