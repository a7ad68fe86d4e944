package vn.binhduong.gateway.proof.site;

import java.nio.file.Path;
import vn.binhduong.gateway.driver.Option;

/// Settings of the counter.
///
/// @param truthLog takes what was emitted, before it is emitted
/// @param perSecond how many samples a second on the average
public record CounterSettings(
    @Option(doc = "File to which every emitted sample is appended.", example = "/var/tmp/k.jsonl")
        Path truthLog,
    @Option(doc = "Samples a second, on the average.", fallback = "100", min = "1", max = "1000")
        int perSecond) {}
