package vn.binhduong.gateway.uplink;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.WallTime;

/// What the uplink is given by the composition root. Every function may be called from the uplink
/// thread at any time and must not block.
///
/// @param gatewayId id of the gateway, also the client id
/// @param version version of the program
/// @param dataDirectory where the count of a metered month is kept
/// @param boot boot id of the machine
/// @param demo whether the demo profile holds, in which plaintext is allowed
/// @param now the monotonic time of this boot
/// @param wall wall time of an instant, as far as it is known when it is asked
/// @param births the catalogue of every device and of the gateway itself; a changed one is
///   published at the next refresh, or at once after [Uplink#announce]
/// @param clock how the clock stands, for the ledger of the gateway
/// @param commands carries out commands other than `replay`
public record UplinkContext(
    String gatewayId,
    String version,
    Path dataDirectory,
    UUID boot,
    boolean demo,
    Supplier<BootTime> now,
    Function<BootTime, WallTime> wall,
    Supplier<List<Birth>> births,
    Supplier<Ledger.Clock> clock,
    CommandHandler commands) {}
