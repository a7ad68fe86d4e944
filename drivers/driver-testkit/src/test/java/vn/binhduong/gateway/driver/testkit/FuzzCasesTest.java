package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Framing;

class FuzzCasesTest {
  private static final FuzzCases CASES = new FuzzCases("kit");

  // One file states what comes of it, the other only that nothing fails.
  @Test
  void keptCasesAreReplayed() {
    assertThat(CASES.replay(input -> input.length + " bytes")).isEqualTo(2);
  }

  @Test
  void aKeptCaseThatComesToSomethingElseIsTold() {
    assertThatThrownBy(() -> CASES.replay(input -> "nothing"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("three.hex")
        .hasMessageContaining("3 bytes");
  }

  // Whoever sees the failure can keep the input without running it again.
  @Test
  void whatFailsIsShownWithTheFileToKeepItIn() {
    assertThatThrownBy(
            () ->
                CASES.run(
                    new byte[] {1, (byte) 0xAB},
                    7,
                    input -> {
                      throw new IllegalStateException("oops");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 7")
        .hasMessageContaining("src/test/resources/fuzz/kit/")
        .hasMessageContaining("01 AB")
        .hasRootCauseMessage("oops");
  }

  @Test
  void aFramingThatThrowsIsShownWithItsInput() {
    Framing<String> throwing =
        (bytes, count) -> {
          if (bytes[0] == 'X') {
            throw new IllegalStateException("oops");
          }
          return new Framing.Look.Nothing<>("expected X");
        };
    assertThatThrownBy(() -> FramingRuns.of("none", throwing, 4, new byte[] {1, 2, 'X', 3, 4}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("src/test/resources/fuzz/none/")
        .hasMessageContaining("58 03 04");
  }

  @Test
  void aFrameLongerThanItsBytesIsNone() {
    Framing<String> greedy = (bytes, count) -> new Framing.Look.Found<>("all", count + 1);
    assertThatThrownBy(() -> FramingRuns.of("none", greedy, 4, new byte[] {1, 2, 3, 4}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a frame of 5 bytes");
  }
}
