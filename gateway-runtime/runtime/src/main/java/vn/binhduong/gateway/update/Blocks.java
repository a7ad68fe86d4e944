package vn.binhduong.gateway.update;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads resources of CoAP servers block by block. Given to the updates by who has the credential
/// for it.
public interface Blocks {
  /// Begins to read a resource.
  ///
  /// @param uri `coaps://host[:port]/path`
  /// @return empty when this gateway has no credential to speak coaps with
  /// @throws IOException when there will be one, but not yet
  Optional<Connection> connect(URI uri) throws IOException;

  /// One server, one resource. Used by one thread; may be closed by another.
  interface Connection extends Closeable {
    /// Asks for one block and waits for it.
    ///
    /// @param offset of its first byte; a multiple of its size
    /// @param exponent of its size: 2^(exponent + 4) bytes, 0 to 6 (SZX, RFC 7959 §2.2)
    /// @throws IOException when no answer comes, or it is closed meanwhile
    Block get(long offset, int exponent) throws IOException, InterruptedException;

    @Override
    void close();
  }

  /// A response.
  ///
  /// @param code its class times 100 and its detail: 205 is 2.05 Content (RFC 7252 §12.1.2)
  /// @param payload the bytes of the block
  /// @param offset of its first byte
  /// @param exponent of the size of blocks the server gives, which may be less than was asked for
  /// @param more whether another block follows
  /// @param size of the whole resource, empty when the server does not tell (Size2, RFC 7959 §4)
  /// @param etag of the content in hexadecimal, empty when the server gives none
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Block(
      int code,
      byte[] payload,
      long offset,
      int exponent,
      boolean more,
      OptionalLong size,
      String etag) {}
}
