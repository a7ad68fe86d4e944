package vn.binhduong.gateway.proof.account;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.IocConsumer;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Two consumers of one share group keep one account: each gets a part of the messages, in an order
/// of its own; one goes away and comes back; the gateway is killed, so that what was in flight
/// comes again.
final class SharedIoc implements Scenario {
  private static final int KILLS = 3;

  @Override
  public String name() {
    return "shared subscription";
  }

  @Override
  public void judge(ProofRun run, long seed, Path directory, Tally tally) throws Exception {
    Random random = new Random(seed);
    Accounts accounts = new Accounts();
    Archive archive = new Archive();
    try (Station station = new Station(run, directory);
        IocConsumer first =
            new IocConsumer(station.settings("ioc-1"), accounts, archive, InstantSource.system())) {
      IocConsumer second =
          new IocConsumer(station.settings("ioc-2"), accounts, archive, InstantSource.system());
      station.require("consumers connected", () -> first.connected() && second.connected());
      station.startOnline(true, archive);
      for (int i = 0; i < KILLS; i++) {
        TimeUnit.MILLISECONDS.sleep(2_000 + random.nextLong(1_500));
        if (i == 1) {
          second.close(); // its session stays, and what was meant for it
          tally.fault("consumer away");
        }
        station.gateway().kill();
        tally.fault("SIGKILL while shared");
        station.startOnline(true, archive);
      }
      TimeUnit.SECONDS.sleep(2);
      try (IocConsumer again =
          new IocConsumer(station.settings("ioc-2"), accounts, archive, InstantSource.system())) {
        station.require("the consumer is back", again::connected);
        TimeUnit.SECONDS.sleep(1);
        station.settle(accounts, archive);
      }
      second.close();
      station.judge(tally, name(), archive);
      tally.note(
          "%-24s %,6d numbers, %d arrived twice, %d after a greater one",
          name(), Station.received(accounts), archive.duplicates(), archive.late());
    }
  }
}
