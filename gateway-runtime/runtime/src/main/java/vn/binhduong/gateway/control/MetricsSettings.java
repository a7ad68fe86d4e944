package vn.binhduong.gateway.control;

import vn.binhduong.gateway.driver.Option;

/// Settings of the metrics page.
///
/// @param address what to listen on
/// @param port TCP port; 0 for no page
public record MetricsSettings(
    @Option(
            doc = "Address to listen on; anything but loopback opens the page to the network.",
            fallback = "127.0.0.1",
            min = "1",
            max = "255")
        String address,
    @Option(
            doc = "TCP port of the page /metrics; 0 switches it off.",
            fallback = "9464",
            min = "0",
            max = "65535")
        int port) {}
