package vn.binhduong.gateway.proof.account;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.ContractException;
import vn.binhduong.gateway.contract.State;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;

/// Everything that the IOC got, in the order of arrival. Thread-safe.
final class Archive implements IocHandler {
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private long late;
  private long duplicates;
  private long refused;
  private int onlines;

  @Override
  public synchronized void row(Arrival.Row row, Receipt receipt) {
    arrivals.add(row);
    count(receipt);
  }

  @Override
  public synchronized void event(Arrival.Event event, Receipt receipt) {
    arrivals.add(event);
    count(receipt);
  }

  private void count(Receipt receipt) {
    switch (receipt) {
      case NEW -> {}
      case LATE -> late++;
      case DUPLICATE -> duplicates++;
    }
  }

  @Override
  public synchronized void gap(Arrival.Gap gap) {
    arrivals.add(gap);
  }

  @Override
  public synchronized void ledger(
      Arrival.Ledger ledger, vn.binhduong.gateway.contract.Ledger full) {
    arrivals.add(ledger);
  }

  @Override
  public synchronized void answer(String gateway, Answer answer) {
    answers.add(answer);
  }

  @Override
  public synchronized void state(String gateway, State state) {
    onlines += state.online() ? 1 : 0;
  }

  /// How often a gateway said that it is online.
  synchronized int onlines() {
    return onlines;
  }

  @Override
  public synchronized void refused(String topic, ContractException problem) {
    refused++;
  }

  synchronized List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /// The last answer to a request that is not just `accepted`; null while there is none.
  synchronized @Nullable Answer finalAnswer(String id) {
    return answers.stream()
        .filter(answer -> answer.id().equals(id) && answer.status() != Answer.Status.ACCEPTED)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  /// Arrivals after a greater number.
  synchronized long late() {
    return late;
  }

  /// Arrivals of numbers that had come.
  synchronized long duplicates() {
    return duplicates;
  }

  /// Messages that break the contract.
  synchronized long refused() {
    return refused;
  }
}
