package vn.binhduong.gateway.proof.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.StreamKey;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// The judge of the crash and power proofs must see each kind of breach.
class BookTest {
  private static final UUID EPOCH = new UUID(1, 1);
  private static final Channel K = new Channel("k", Unit.COUNT, 0, 1e15, "");

  private final Book book = new Book();
  private final List<Stored> stored = new ArrayList<>();
  private final List<Range> acked = new ArrayList<>();

  @Test
  void whatIsStoredAndDeliveredIsRight() {
    stores(1, 2, 3);
    look();
    arrives(1, 1);
    acked.add(new Range(1, 1));
    stored.removeFirst(); // deleted, since it is delivered
    look();
    assertThat(book.takeBreaches()).isEmpty();
  }

  /// Sent before it was durable: the IOC has it, the store does not.
  @Test
  void whatCameToTheIocMustBeInTheStore() {
    stores(1);
    arrives(1, 1);
    arrives(2, 2);
    look();
    assertThat(book.takeBreaches()).extracting(Book.Breach::kind).containsExactly(Book.Kind.LOST);
  }

  /// Committed, seen, and gone without having been delivered.
  @Test
  void whatWasInTheStoreMustStayThere() {
    stores(1, 2);
    look();
    stored.removeLast();
    look();
    assertThat(book.takeBreaches()).extracting(Book.Breach::kind).containsExactly(Book.Kind.LOST);
  }

  /// A number that was given again after a crash.
  @Test
  void aNumberHasOneContent() {
    stores(1);
    look();
    stored.clear();
    stored.add(stored(1, 99));
    look();
    assertThat(book.takeBreaches())
        .extracting(Book.Breach::kind)
        .containsExactly(Book.Kind.DUPLICATED);
  }

  @Test
  void aNumberIsInTheStoreOnce() {
    stores(1, 1);
    look();
    assertThat(book.takeBreaches())
        .extracting(Book.Breach::kind)
        .containsExactly(Book.Kind.DUPLICATED);
  }

  @Test
  void aHoleInTheNumbersShows() {
    stores(1, 3);
    look();
    assertThat(book.takeBreaches())
        .extracting(Book.Breach::kind)
        .containsExactly(Book.Kind.UNACCOUNTED);
  }

  /// Acknowledged at the gateway, and the IOC never got it.
  @Test
  void whatIsAcknowledgedMustHaveCome() {
    stores(1);
    acked.add(new Range(1, 1));
    look();
    assertThat(book.takeBreaches()).isEmpty();
    book.close();
    assertThat(book.takeBreaches()).extracting(Book.Breach::kind).containsExactly(Book.Kind.LOST);
  }

  private void stores(long... numbers) {
    for (long n : numbers) {
      stored.add(stored(n, (double) n));
    }
  }

  private static Stored stored(long n, double value) {
    return new Stored(
        new Position(n, 0),
        EPOCH,
        n,
        new Sample("x", new BootTime(EPOCH, n), List.of(K.reading(value))));
  }

  private void arrives(long n, double value) {
    book.arrived(
        List.of(
            new Arrival.Row(
                new StreamKey("G", EPOCH, "x"),
                n,
                0,
                "SYNCED",
                false,
                Map.of("k", value),
                Map.of(),
                0)));
  }

  private void look() {
    book.look(
        new StoreView(
            stored,
            List.of(new StreamLedger(EPOCH, "x", 1, 3, acked, List.of(), 0, null, 0)),
            List.of(),
            0));
  }
}
