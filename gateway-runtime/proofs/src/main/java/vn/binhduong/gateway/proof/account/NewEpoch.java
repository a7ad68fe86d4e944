package vn.binhduong.gateway.proof.account;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// The data directory is replaced by an empty one, as when a new card is put in, while the IOC's
/// durable acknowledgements of the old one wait at the broker. The account of the old epoch is
/// closed and stays so; the new epoch begins at 1 and nothing of it is taken for delivered.
final class NewEpoch implements Scenario {
  @Override
  public String name() {
    return "new epoch";
  }

  @Override
  public void judge(ProofRun run, long seed, Path directory, Tally tally) throws Exception {
    Accounts accounts = new Accounts();
    Archive archive = new Archive();
    try (Station station = new Station(run, seed, directory).with("ack: ioc, resend-after: 10s,");
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
      String request = IocConsumer.newRequestId();
      consumer.request(
          Station.GATEWAY,
          new Command.Replay(request, System.currentTimeMillis() + 60_000, old, "live1", 1, 10));
      station.require("an answer to the replay", () -> archive.finalAnswer(request) != null);
      Answer answer = archive.finalAnswer(request);
      if (answer == null || answer.status() != Answer.Status.FAILED) {
        tally.wrong("%s: a replay of the old epoch is answered %s", name(), String.valueOf(answer));
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
      station.judge(tally, name(), archive);
      tally.note(
          "%-24s %,6d numbers in the old epoch, %,d in the new one",
          name(), oldNumbers, Station.received(accounts) - oldNumbers);
    }
  }

  private static SortedSet<UUID> epochs(Accounts accounts) {
    return new TreeSet<>(accounts.map(account -> account.stream().epoch()));
  }
}
