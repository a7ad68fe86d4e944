package vn.binhduong.gateway.uplink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.Consumer;
import vn.binhduong.gateway.store.Position;

/// With `ack: ioc`: what the broker has and the IOC has not yet made durable, oldest first.
final class Unconfirmed {
  /// While so many batches wait, no backlog is sent; live data still is.
  static final int BATCHES_MAX = 20_000;

  private final long resendAfterNanos;
  private final Deque<Part> parts = new ArrayDeque<>();

  /// @param first where its first entry stands
  /// @param at when the broker acknowledged it
  record Part(UUID epoch, String device, long from, long to, Position first, long at) {}

  Unconfirmed(long resendAfterNanos) {
    this.resendAfterNanos = resendAfterNanos;
  }

  void add(Batch batch, long now) {
    parts.add(
        new Part(batch.epoch(), batch.device(), batch.from(), batch.to(), batch.position(), now));
  }

  /// Takes out what has waited long enough; `overdue` decides whether it is still not confirmed.
  void sweep(long now, Consumer<Part> overdue) {
    for (Part part = parts.peek();
        part != null && now - part.at() >= resendAfterNanos;
        part = parts.peek()) {
      parts.remove();
      overdue.accept(part);
    }
  }

  boolean isFull() {
    return parts.size() >= BATCHES_MAX;
  }

  int size() {
    return parts.size();
  }
}
