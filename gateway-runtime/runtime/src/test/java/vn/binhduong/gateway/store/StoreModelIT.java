package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;

/// Random operations against the store and against lists in memory, with reopening in between;
/// segments are small, so that sealing goes on beside it, and a reader reads from outside.
class StoreModelIT {
  private static final StoreSettings SMALL =
      new StoreSettings(
          Duration.ofMillis(10), 2, 1, Duration.ofMillis(300), 8192, Duration.ofDays(60), 0);

  @TempDir Path directory;

  private final Map<String, List<Entry>> model = new TreeMap<>();
  private final Map<String, Set<Long>> acked = new TreeMap<>();

  @Test
  void behavesLikeListsInMemory() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("StoreModelIT seed " + seed);
    Random random = new Random(seed);
    long k = 0;
    Store store = Given.open(directory, SMALL);
    try {
      for (int step = 0; step < 300; step++) {
        String device = "dev" + random.nextInt(4);
        switch (random.nextInt(12)) {
          case 0 -> {
            store.close();
            store = Given.open(directory, SMALL);
            check(store);
          }
          case 1 ->
              append(
                  store,
                  new Event(
                      new BootTime(Given.BOOT, 1_000_000 * ++k), "note", "{\"k\":" + k + "}"));
          case 2, 3 -> acknowledge(store, device, random);
          case 4 -> check(store);
          case 5 -> checkReader(store);
          default -> {
            int count = 1 + random.nextInt(200);
            for (int i = 0; i < count; i++) {
              append(store, Given.sample(device, ++k));
            }
          }
        }
      }
      check(store);
      checkReader(store);
    } finally {
      store.close();
    }
  }

  private void append(Store store, Entry entry) {
    assertThat(store.append(entry)).isTrue();
    model.computeIfAbsent(entry.device(), d -> new ArrayList<>()).add(entry);
  }

  private void acknowledge(Store store, String device, Random random) throws Exception {
    settle(store);
    int size = model.getOrDefault(device, List.of()).size();
    if (size > 0) {
      long from = 1L + random.nextInt(size);
      long to = Math.min(size, from + random.nextInt(300));
      store.acknowledge(store.epoch(), device, from, to);
      for (long n = from; n <= to; n++) {
        acked.computeIfAbsent(device, d -> new HashSet<>()).add(n);
      }
    }
  }

  private void settle(Store store) throws Exception {
    Given.await("all committed", () -> store.figures().queueBytes() == 0);
  }

  private void check(Store store) throws Exception {
    settle(store);
    for (Map.Entry<String, List<Entry>> stream : model.entrySet()) {
      String device = stream.getKey();
      List<Stored> all = Given.drain(store.cursor(Position.START, device::equals));
      assertThat(all).extracting(Stored::entry).isEqualTo(stream.getValue());
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).seq()).isEqualTo(i + 1L);
      }
      Set<Long> done = acked.getOrDefault(device, Set.of());
      assertThat(Given.drain(store.cursor(Position.START, device::equals, Selection.PENDING)))
          .isEqualTo(all.stream().filter(stored -> !done.contains(stored.seq())).toList());
      long from = 1L + all.size() / 3;
      long to = Math.min(all.size(), from + 50);
      assertThat(store.range(store.epoch(), device, from, to, 1000))
          .isEqualTo(all.subList((int) from - 1, (int) to));
    }
    long backlog =
        model.values().stream().mapToLong(List::size).sum()
            - acked.values().stream().mapToLong(Set::size).sum();
    assertThat(store.figures().backlog()).isEqualTo(backlog);
  }

  private void checkReader(Store store) throws Exception {
    settle(store);
    StoreReader reader = StoreReader.open(directory);
    for (Map.Entry<String, List<Entry>> stream : model.entrySet()) {
      List<Stored> newest =
          reader.newest(stream.getKey()::equals, stored -> true, stored -> false, 25);
      List<Entry> all = stream.getValue();
      assertThat(newest)
          .as("%s", reader.skipped())
          .extracting(Stored::entry)
          .isEqualTo(all.subList(Math.max(0, all.size() - 25), all.size()));
    }
  }
}
