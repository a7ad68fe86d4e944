package vn.binhduong.gateway.driver.modbus;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Modbus TCP peer: an instrument with Ethernet, or a gateway with units behind it.
///
/// @param host name or address; an address saves waiting for a dead name server
/// @param port TCP port
/// @param connectTimeout longest wait for the connection
/// @param gap silence between an answer and the next request
public record ModbusTcpSettings(
    @Option(
            doc =
                "Name or address of the peer; an address cannot be held up by a dead name server.",
            min = "1",
            max = "255",
            example = "192.168.1.30")
        String host,
    @Option(doc = "TCP port.", fallback = "502", min = "1", max = "65535") int port,
    @Option(doc = "Longest wait for the connection.", fallback = "3s", min = "100ms", max = "30s")
        Duration connectTimeout,
    @Option(
            doc = "Silence between an answer and the next request, for peers that need it.",
            fallback = "0ms",
            min = "0ms",
            max = "5s")
        Duration gap) {}
