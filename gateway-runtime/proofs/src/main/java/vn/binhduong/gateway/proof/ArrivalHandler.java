package vn.binhduong.gateway.proof;

import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;

/// An IOC that does the same with all that is entered in an account.
public interface ArrivalHandler extends IocHandler {
  /// A sample, an event, a gap or a ledger; the first time or again.
  void keep(Arrival arrival);

  @Override
  default void row(Arrival.Row row, Receipt receipt) {
    keep(row);
  }

  @Override
  default void event(Arrival.Event event, Receipt receipt) {
    keep(event);
  }

  @Override
  default void gap(Arrival.Gap gap) {
    keep(gap);
  }

  @Override
  default void ledger(Arrival.Ledger ledger, Ledger full) {
    keep(ledger);
  }
}
