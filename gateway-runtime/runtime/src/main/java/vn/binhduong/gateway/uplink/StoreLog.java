package vn.binhduong.gateway.uplink;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import vn.binhduong.gateway.store.Cursor;
import vn.binhduong.gateway.store.GapReason;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.Selection;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// The store as the uplink sees it.
record StoreLog(Store store) implements Log {
  @Override
  public Cursor pending(Position from, Predicate<String> devices) {
    return store.cursor(from, devices, Selection.PENDING);
  }

  @Override
  public Position head() {
    return store.head();
  }

  @Override
  public Position firstPending(Predicate<String> devices) {
    return store.firstPending(devices);
  }

  @Override
  public void acknowledge(UUID epoch, String device, long from, long to) {
    store.acknowledge(epoch, device, from, to);
  }

  @Override
  public List<Stored> range(UUID epoch, String device, long from, long to, int max) {
    return store.range(epoch, device, from, to, max);
  }

  @Override
  public List<Range> disclaim(UUID epoch, String device, long from, long to) {
    return store.disclaim(epoch, device, from, to);
  }

  @Override
  public boolean disown(UUID epoch, String device, long to) {
    return store.disown(epoch, device, to);
  }

  @Override
  public Collection<StreamLedger> ledger() {
    return store.ledger();
  }

  @Override
  public long rewrites() {
    return store.rewrites();
  }

  @Override
  public long backlog() {
    return store.figures().backlog();
  }

  @Override
  public void quarantine(UUID epoch, String device, long from, long to) {
    store.gap(epoch, device, from, to, GapReason.QUARANTINED);
  }
}
