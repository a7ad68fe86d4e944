package vn.binhduong.gateway.update;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;

/// Speaks one scheme to one server, for one attempt to fetch a package. Used by one thread; the
/// stream it gives may be closed by another, and is then at its end.
interface Client extends Closeable {
  /// An answer and what follows it.
  ///
  /// @param body the bytes from the place that a [Answer.Content] names on; empty with any other
  record Reply(Answer answer, InputStream body) {}

  /// Asks for the bytes of a package from some place on, and waits for the head of the answer.
  ///
  /// @param have bytes that are already there; 0 asks for the whole
  /// @param etag of the content they are of
  /// @throws IOException when the server cannot be reached or does not answer
  /// @throws GeneralSecurityException when encryption cannot be set up here
  /// @throws RefusedException when nobody here speaks the scheme
  Reply get(URI uri, long have, String etag)
      throws IOException, InterruptedException, GeneralSecurityException, RefusedException;

  /// Ends the connection.
  @Override
  void close();
}
