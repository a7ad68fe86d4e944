package vn.binhduong.gateway.driver.coap;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one node posted and its device has not taken yet.
///
/// Invariants: at most `samplesMax` samples; a request is kept whole or not at all; times never go
/// back. Thread-safe: filled by the server, emptied by the poll.
public final class Inbox {
  private final Address address;
  private final Payloads payloads;
  private final Timeline timeline;
  private final InstantSource clock;
  private final int samplesMax;
  private final Deque<Timed> samples = new ArrayDeque<>();
  private long requestsTaken;
  private long requestsFull;
  private long requestsRefused;
  private String lastRefusal = "";
  private Instant lastTaken;
  private boolean closed;

  /// Where a node posts, and who may.
  ///
  /// @param path path without the leading slash
  /// @param identity the PSK identity that may post there, with DTLS; null without
  /// @param peer the only address that may post there; null: any
  record Address(String path, @Nullable String identity, @Nullable InetAddress peer) {}

  /// What came since the last [#drain()].
  ///
  /// @param samples oldest first
  /// @param taken requests that were kept
  /// @param full requests that found no room
  /// @param refused requests that were refused for what they are, or for coming too often
  /// @param lastRefusal why the last of them was; empty when none was
  /// @param lastTaken when the last request was kept, or when the inbox was made
  record Delivery(
      List<Timed> samples,
      long taken,
      long full,
      long refused,
      String lastRefusal,
      Instant lastTaken) {}

  Inbox(
      Address address, Payloads payloads, Timeline timeline, InstantSource clock, int samplesMax) {
    this.address = address;
    this.payloads = payloads;
    this.timeline = timeline;
    this.clock = clock;
    this.samplesMax = samplesMax;
    this.lastTaken = clock.instant();
  }

  Address address() {
    return address;
  }

  /// Takes a request of the node, whole or not at all.
  ///
  /// @throws RefusedException when it is not taken; counted
  void post(int contentFormat, byte[] payload) throws RefusedException {
    try {
      take(payloads.read(contentFormat, payload));
    } catch (RefusedException e) {
      if (e.reason() != RefusedException.Reason.FULL) {
        refuse(e.words());
      }
      throw e;
    }
  }

  /// Counts a request that did not come as far as its payload.
  synchronized void refuse(String why) {
    requestsRefused++;
    lastRefusal = why;
  }

  private synchronized void take(List<Measured> measured) throws RefusedException {
    if (closed) {
      throw new RefusedException(RefusedException.Reason.FULL, "closed, try again later");
    }
    Instant now = clock.instant();
    List<Timed> placed = timeline.place(now, measured);
    if (placed.size() > samplesMax) {
      throw RefusedException.malformed(
          "%d samples in one request, at most %d are taken".formatted(placed.size(), samplesMax));
    }
    if (samples.size() + placed.size() > samplesMax) {
      requestsFull++;
      throw new RefusedException(
          RefusedException.Reason.FULL, "no room for more samples, try again later");
    }
    samples.addAll(placed);
    timeline.passed(placed);
    requestsTaken++;
    lastTaken = now;
  }

  /// Hands out what is there and begins to count anew.
  synchronized Delivery drain() {
    var delivery =
        new Delivery(
            new ArrayList<>(samples),
            requestsTaken,
            requestsFull,
            requestsRefused,
            lastRefusal,
            lastTaken);
    samples.clear();
    requestsTaken = 0;
    requestsFull = 0;
    requestsRefused = 0;
    lastRefusal = "";
    return delivery;
  }

  /// Takes nothing any more.
  synchronized void close() {
    closed = true;
    samples.clear();
  }
}
