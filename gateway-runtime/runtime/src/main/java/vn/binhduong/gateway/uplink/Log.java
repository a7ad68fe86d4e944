package vn.binhduong.gateway.uplink;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import vn.binhduong.gateway.store.Cursor;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// What the uplink needs of the store. For the uplink thread.
interface Log {
  /// Reads what is pending (neither acknowledged nor in a gap) of these devices.
  Cursor pending(Position from, Predicate<String> devices);

  /// Where the next committed entry will stand.
  Position head();

  /// Where the oldest pending entry of these devices stands; the head when there is none.
  Position firstPending(Predicate<String> devices);

  /// These numbers are delivered.
  void acknowledge(UUID epoch, String device, long from, long to);

  /// Stored entries of a stream, acknowledged or not, ascending, at most `max`.
  List<Stored> range(UUID epoch, String device, long from, long to, int max);

  /// Tells by gap records which of these numbers were delivered once and are not held any more.
  ///
  /// @return those numbers, ascending; without those that were in a gap before
  List<Range> disclaim(UUID epoch, String device, long from, long to);

  /// Tells by a gap record that all numbers up to `to` are lost, when the stream is one of an
  /// earlier epoch of which nothing is known here.
  ///
  /// @return whether it was told
  boolean disown(UUID epoch, String device, long to);

  /// The accounts of all streams.
  Collection<StreamLedger> ledger();

  /// How often stored samples were condensed: entries may have moved since.
  long rewrites();

  /// Entries that are pending.
  long backlog();

  /// Gives these numbers up for good: durably records a gap `quarantined` on the gateway stream, so
  /// that they are never read as pending again.
  void quarantine(UUID epoch, String device, long from, long to);
}
