package vn.binhduong.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A suggestion helps only when it is near; a far one sends people the wrong way.
class SuggestionTest {
  @ParameterizedTest
  @CsvSource({
    "every,every,0",
    "evry,every,1",
    "eevry,every,1",
    "baudrate,baud-rate,1",
    "a,b,1",
    "'',abc,3"
  })
  void editsCountSwapsAsOne(String a, String b, int edits) {
    assertThat(Suggestion.edits(a, b)).isEqualTo(edits);
    assertThat(Suggestion.edits(b, a)).isEqualTo(edits);
  }

  @Test
  void theNearestIsNamedAndAFarOneIsNot() {
    var keys = List.of("every", "link", "driver");
    assertThat(Suggestion.of("drivers", keys)).contains("driver");
    assertThat(Suggestion.of("lnk", keys)).contains("link");
    assertThat(Suggestion.of("period", keys)).isEmpty();
    assertThat(Suggestion.of("x", keys)).isEmpty();
  }
}
