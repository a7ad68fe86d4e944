package vn.binhduong.gateway.proof.site;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.contract.State;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;
import vn.binhduong.gateway.ioc.standin.Desk;

/// Passes everything on to the desk, and keeps what is new for whoever follows a gateway.
/// Thread-safe.
public final class Feed implements IocHandler {
  private final Desk desk;
  private final Map<String, List<Arrival>> fresh = new HashMap<>();

  /// Before this desk.
  public Feed(Desk desk) {
    this.desk = desk;
  }

  /// What arrived from a gateway since this was asked last, in order.
  public synchronized List<Arrival> take(String gateway) {
    List<Arrival> taken = fresh.remove(gateway);
    return taken == null ? List.of() : taken;
  }

  private synchronized void keep(Arrival arrival) {
    fresh.computeIfAbsent(arrival.stream().gateway(), g -> new ArrayList<>()).add(arrival);
  }

  @Override
  public void row(Arrival.Row row, Receipt receipt) throws IOException {
    desk.row(row, receipt);
    keep(row);
  }

  @Override
  public void event(Arrival.Event event, Receipt receipt) throws IOException {
    desk.event(event, receipt);
    keep(event);
  }

  @Override
  public void gap(Arrival.Gap gap) throws IOException {
    desk.gap(gap);
    keep(gap);
  }

  @Override
  public void ledger(Arrival.Ledger ledger, Ledger full) throws IOException {
    desk.ledger(ledger, full);
  }

  @Override
  public void state(String gateway, State state) {
    desk.state(gateway, state);
  }

  @Override
  public void birth(Birth birth) {
    desk.birth(birth);
  }

  @Override
  public void raw(String topic, byte[] payload) {
    desk.raw(topic, payload);
  }

  @Override
  public void refused(String topic, ContractException problem) {
    desk.refused(topic, problem);
  }

  @Override
  public void force() throws IOException {
    desk.force();
  }
}
