package vn.binhduong.gateway.proof.account;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.ioc.StreamKey;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;
import vn.binhduong.gateway.store.GapReason;

/// The data directory is replaced by an empty one, as when a new card is put in, while the IOC's
/// durable acknowledgements of the old one wait at the broker. The account of the old epoch is
/// closed and stays so; the new epoch begins at 1 and nothing of it is taken for delivered. A range
/// of the old epoch that is asked for again is declared lost.
final class NewEpoch implements Scenario {
  private static final String ASKED = "live1";
  private static final long LOST_EACH = 10;
  private static final long LOST_TO = 2 * LOST_EACH;

  @Override
  public String name() {
    return "new epoch";
  }

  @Override
  public void judge(ProofRun run, long seed, Path directory, Tally tally) throws Exception {
    Accounts accounts = new Accounts();
    Archive archive = new Archive();
    try (Station station = new Station(run, directory).with("ack: ioc, resend-after: 10s,");
        IocConsumer consumer =
            new IocConsumer(
                station
                    .settings("epoch-ioc")
                    .alone()
                    .acknowledging(java.time.Duration.ofSeconds(1)),
                accounts,
                archive,
                java.time.InstantSource.system())) {
      station.require("the consumer is connected", consumer::connected);
      station.startOnline(true, archive);
      TimeUnit.SECONDS.sleep(6);
      station.settle(accounts, archive);
      UUID old = epochs(accounts).first();
      long oldNumbers = Station.received(accounts);
      Files.move(station.data(), directory.resolve("old-card"));
      tally.fault("data directory replaced");
      station.startOnline(true, archive);
      TimeUnit.SECONDS.sleep(4);
      for (long from = 1; from < LOST_TO; from += LOST_EACH) {
        askOfTheOld(tally, station, consumer, archive, accounts, old, from, from + LOST_EACH - 1);
      }
      station.settle(accounts, archive);
      SortedSet<UUID> epochs = epochs(accounts);
      if (epochs.size() != 2) {
        tally.wrong("%s: expected two epochs, found %s", name(), epochs);
      }
      accounts
          .map(
              account ->
                  account.receivedCount() == 0 || account.firstReceived() == 1
                      ? ""
                      : "%s of epoch %s begins at %d"
                          .formatted(
                              account.stream().device(),
                              account.stream().epoch(),
                              account.firstReceived()))
          .stream()
          .filter(text -> !text.isEmpty())
          .forEach(text -> tally.wrong("%s: %s", name(), text));
      // The IOC asked for them although it had them; any other gap is one too many.
      station.judge(
          tally,
          name(),
          archive,
          arrival ->
              arrival instanceof Arrival.Gap gap
                  && gap.stream().epoch().equals(old)
                  && gap.stream().device().equals(ASKED)
                  && gap.why().equals(GapReason.LOST.wire())
                  && gap.range().to() <= LOST_TO);
      tally.note(
          "%-24s %,6d numbers in the old epoch, %,d in the new one",
          name(), oldNumbers, Station.received(accounts) - oldNumbers);
    }
  }

  /// Nothing is left of the old epoch, and the gateway must say so: in the answer, and in a record.
  private void askOfTheOld(
      Tally tally,
      Station station,
      IocConsumer consumer,
      Archive archive,
      Accounts accounts,
      UUID old,
      long from,
      long to)
      throws Exception {
    String request = IocConsumer.newRequestId();
    consumer.request(
        Station.GATEWAY,
        new Command.Replay(request, System.currentTimeMillis() + 60_000, old, ASKED, from, to));
    station.require("an answer to the replay", () -> archive.finalAnswer(request) != null);
    tally.fault("range of the old epoch asked for");
    String expected =
        "{\"sent\":0,\"last\":%d,\"gaps\":[{\"from\":%d,\"to\":%d,\"why\":\"lost\"}],\"gone\":[],\"refused\":[]}"
            .formatted(to, from, to);
    Answer answer = Objects.requireNonNull(archive.finalAnswer(request));
    if (answer.status() != Answer.Status.OK || !expected.equals(answer.result())) {
      tally.wrong("%s: a replay of the old epoch is answered %s", name(), answer);
    }
    StreamKey stream = new StreamKey(Station.GATEWAY, old, ASKED);
    if (!station.await(
        () ->
            accounts
                .map(
                    account ->
                        account.stream().equals(stream)
                            && Ranges.of(
                                    account.gaps().getOrDefault(GapReason.LOST.wire(), List.of()))
                                .containsAll(from, to))
                .contains(true))) {
      tally.wrong("%s: no record says that %d..%d of the old epoch are lost", name(), from, to);
    }
  }

  private static SortedSet<UUID> epochs(Accounts accounts) {
    return new TreeSet<>(accounts.map(account -> account.stream().epoch()));
  }
}
