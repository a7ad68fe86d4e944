package vn.binhduong.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;

/// Does what a client of the control socket asks, and answers once. Called from several threads.
@FunctionalInterface
public interface Operation {
  /// Answers a request; see [Answers#of] to make the answer from a record.
  ///
  /// @param arguments an object, empty where the request had none
  /// @throws ControlException when it cannot be done; the message goes to the client
  /// @throws InterruptedException when the server closes
  JsonNode answer(JsonNode arguments) throws ControlException, InterruptedException;

  /// An operation that answers again and again, until the client leaves.
  @FunctionalInterface
  interface Streaming {
    /// Answers until there is nothing more to say.
    ///
    /// @param arguments an object, empty where the request had none
    /// @param out takes each answer
    /// @throws ControlException when it cannot be done; the message goes to the client
    /// @throws InterruptedException when the server closes or the client left
    void run(JsonNode arguments, Out out) throws ControlException, InterruptedException;
  }

  /// Where a streaming operation puts its answers.
  @FunctionalInterface
  interface Out {
    /// Sends one answer, waiting a bounded time for a slow client.
    ///
    /// @throws InterruptedException when the client left or takes nothing
    void put(JsonNode answer) throws InterruptedException;
  }
}
