package vn.binhduong.gateway.proof.live;

import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;

/// The part of the IOC that keeps everything: whether it is what was measured. Thread-safe.
final class Watcher implements IocHandler {
  private final Backlog backlog;
  private final List<Arrival> live = new ArrayList<>();
  private long drained;
  private long altered;
  private long refused;

  Watcher(Backlog backlog) {
    this.backlog = backlog;
  }

  @Override
  public synchronized void row(Arrival.Row row, Receipt receipt) {
    if (Backlog.owns(row.stream().device())) {
      altered += backlog.equal(row) ? 0 : 1;
      drained += receipt == Receipt.DUPLICATE ? 0 : 1;
    } else {
      live.add(row);
    }
  }

  @Override
  public synchronized void event(Arrival.Event event, Receipt receipt) {
    live.add(event);
  }

  @Override
  public synchronized void gap(Arrival.Gap gap) {
    live.add(gap);
  }

  @Override
  public synchronized void ledger(
      Arrival.Ledger ledger, vn.binhduong.gateway.contract.Ledger full) {
    if (!Backlog.owns(ledger.stream().device())) {
      live.add(ledger);
    }
  }

  @Override
  public synchronized void refused(String topic, ContractException problem) {
    refused++;
  }

  /// Samples of the backlog that arrived, each counted once.
  synchronized long drained() {
    return drained;
  }

  /// Everything of the devices that live, in the order of arrival.
  synchronized List<Arrival> live() {
    return List.copyOf(live);
  }

  /// Samples of the backlog whose values are not those written.
  synchronized long altered() {
    return altered;
  }

  /// Messages that break the contract.
  synchronized long refused() {
    return refused;
  }
}
