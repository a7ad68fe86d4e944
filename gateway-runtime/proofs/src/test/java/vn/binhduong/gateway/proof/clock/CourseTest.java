package vn.binhduong.gateway.proof.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CourseTest {
  private static final long S = 1_000_000_000L;

  private final Course course = new Course();

  @Test
  void goesInPieces() {
    course.add(new Course.Piece(10 * S, 1000 * S, 0));
    course.add(new Course.Piece(20 * S, 4000 * S, 0));
    assertThat(course.at(9 * S)).isEqualTo(999 * S);
    assertThat(course.at(20 * S - 1)).isEqualTo(1010 * S - 1);
    assertThat(course.at(20 * S)).isEqualTo(4000 * S);
    assertThat(course.at(25 * S)).isEqualTo(4005 * S);
  }

  // 500 ppm are 300 ms in ten minutes.
  @Test
  void goesTooFast() {
    course.add(new Course.Piece(0, 0, 500_000));
    assertThat(course.at(600 * S)).isEqualTo(600 * S + 300_000_000L);
    assertThat(course.at(S / 2)).isEqualTo(S / 2 + 250_000L);
  }

  @Test
  void doesNotGoBack() {
    course.add(new Course.Piece(10, 0, 0));
    assertThatThrownBy(() -> course.add(new Course.Piece(9, 0, 0)))
        .hasMessageContaining("order of time");
  }
}
