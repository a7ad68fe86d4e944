package vn.binhduong.gateway.proof.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import vn.binhduong.gateway.store.StoreReader;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// What a data directory holds while no gateway runs on it.
///
/// @param entries all of them, oldest first
/// @param ledger the account of every stream, as far as it was made durable
/// @param skipped what could not be read, one sentence each
/// @param unsealed how many segments are not sealed; more than one means that it was caught while
///   it sealed
public record StoreView(
    List<Stored> entries, Collection<StreamLedger> ledger, List<String> skipped, long unsealed) {
  public StoreView {
    entries = List.copyOf(entries);
    ledger = List.copyOf(ledger);
    skipped = List.copyOf(skipped);
  }

  /// Reads it; a directory without a store holds nothing.
  public static StoreView read(Path data) throws IOException {
    Path segments = data.resolve("segments");
    if (!Files.isDirectory(segments)) {
      return new StoreView(List.of(), List.of(), List.of(), 0);
    }
    StoreReader reader = StoreReader.open(data);
    List<Stored> entries = new ArrayList<>();
    reader.oldestFirst(device -> true, entries::add);
    Collection<StreamLedger> ledger = reader.ledger();
    return new StoreView(entries, ledger, reader.skipped(), unsealed(segments));
  }

  private static long unsealed(Path segments) throws IOException {
    try (Stream<Path> files = Files.list(segments)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".db"))
          .filter(file -> !Files.exists(Path.of(file.replaceFirst("[.]db$", ".seal"))))
          .count();
    }
  }
}
