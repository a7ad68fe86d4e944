package vn.binhduong.gateway.proof.sensors;

import java.nio.file.Path;
import vn.binhduong.gateway.driver.Option;

/// Settings of a [SickDriver].
///
/// @param directory where the files stand through which it is told what is wrong with it
public record SickSettings(
    @Option(doc = "Where its files stand.", example = "/tmp/sick") Path directory) {}
