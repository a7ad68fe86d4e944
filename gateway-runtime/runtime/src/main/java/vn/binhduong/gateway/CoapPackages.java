package vn.binhduong.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.management.BlockReader;
import vn.binhduong.gateway.management.Management;
import vn.binhduong.gateway.update.Blocks;

/// Packages at coaps addresses, by the credential of the management server.
///
/// @param managed whether the gateway has a management server
/// @param management null until it is there
record CoapPackages(boolean managed, Supplier<@Nullable Management> management) implements Blocks {
  @Override
  public Optional<Connection> connect(URI uri) throws IOException {
    if (!managed) {
      return Optional.empty();
    }
    Management present = management.get();
    if (present == null) {
      throw new IOException("coaps: management is about to start");
    }
    return present.reader(uri).map(CoapPackages::connection);
  }

  private static Connection connection(BlockReader reader) {
    return new Connection() {
      @Override
      public Block get(long offset, int exponent) throws IOException, InterruptedException {
        BlockReader.Block block = reader.get(offset, exponent);
        return new Block(
            block.code(),
            block.payload(),
            block.offset(),
            block.exponent(),
            block.more(),
            block.size(),
            block.etag());
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }
}
