package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.store.Retention.Candidate;
import vn.binhduong.gateway.store.Retention.Need;
import vn.binhduong.gateway.store.Retention.Step;
import vn.binhduong.gateway.store.Retention.Step.Delete;
import vn.binhduong.gateway.store.Retention.Step.DropCase;
import vn.binhduong.gateway.store.Retention.Step.Thin;

/// What goes first, second and last, each row of the decision.
class RetentionTest {
  private static final long NOW = 1_000_000;
  private static final long KEPT = 1_000;
  private static final long OLD = NOW - KEPT;

  @Test
  void nothingGoesWhileThereIsSpaceAndTime() {
    assertThat(next(0, delivered(1, OLD + 1, Grain.RAW), pending(2, 0, Grain.RAW))).isEmpty();
  }

  @Test
  void deliveredDataGoesWhenItsRetentionIsOverEvenWithSpace() {
    assertThat(next(0, delivered(1, OLD, Grain.RAW))).contains(new Delete(1, true, false));
  }

  // What the IOC does not have yet is kept without limit of age.
  @Test
  void pendingDataDoesNotGoByAge() {
    assertThat(next(0, pending(1, 0, Grain.RAW))).isEmpty();
  }

  // The promise of the documentation, line by line: this is the order in which space is made.
  @Test
  void theOrderIsThinAndDeleteWhatWasDeliveredThenThinThenTheQuarantineThenDrop() {
    List<Step> steps = new ArrayList<>();
    List<Candidate> sealed =
        new ArrayList<>(
            List.of(
                pending(1, 0, Grain.RAW),
                delivered(2, OLD + 2, Grain.RAW),
                delivered(3, OLD + 3, Grain.RAW),
                pending(4, OLD + 4, Grain.RAW)));
    boolean quarantineOver = true;
    for (int i = 0; i < 30; i++) {
      Optional<Step> step = Retention.next(sealed, new Need(NOW, KEPT, 1, true, quarantineOver));
      if (step.isEmpty()) {
        break;
      }
      steps.add(step.get());
      switch (step.get()) {
        case Delete delete -> sealed.removeIf(c -> c.number() == delete.number());
        case Thin thin ->
            sealed.replaceAll(
                c ->
                    c.number() == thin.number()
                        ? new Candidate(
                            c.number(), c.sealedMillis(), c.bytes(), c.delivered(), thin.to())
                        : c);
        case DropCase() -> quarantineOver = false;
      }
    }
    assertThat(steps)
        .containsExactly(
            new Thin(2, Grain.MINUTE, true, true),
            new Thin(3, Grain.MINUTE, true, true),
            new Thin(2, Grain.HOUR, true, true),
            new Thin(3, Grain.HOUR, true, true),
            new Delete(2, true, true),
            new Delete(3, true, true),
            new Thin(1, Grain.MINUTE, false, false),
            new Thin(4, Grain.MINUTE, false, true),
            new Thin(1, Grain.HOUR, false, false),
            new Thin(4, Grain.HOUR, false, true),
            new DropCase(),
            new Delete(1, false, false),
            new Delete(4, false, true));
  }

  // Somebody else filled the disk: that is no reason to lose what nobody else has.
  @Test
  void pendingDataIsNotTouchedWhereItMustNotBe() {
    assertThat(
            Retention.next(
                List.of(pending(1, 0, Grain.RAW)), new Need(NOW, KEPT, 100, false, true)))
        .isEmpty();
  }

  private static Candidate delivered(long number, long sealedMillis, Grain grain) {
    return new Candidate(number, sealedMillis, 100, true, grain);
  }

  private static Candidate pending(long number, long sealedMillis, Grain grain) {
    return new Candidate(number, sealedMillis, 100, false, grain);
  }

  private static Optional<Step> next(long excess, Candidate... sealed) {
    return Retention.next(List.of(sealed), new Need(NOW, KEPT, excess, true, false));
  }
}
