package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON pointers as RFC 6901 writes them, and what stands where they point.
class PointerTest {
  /// The document of RFC 6901 §5, with an array of numbers more.
  private static final String DOCUMENT =
      """
      {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5,
       "k\\"l": 6, " ": 7, "m~n": 8, "list": [10, [20, 21], {"x": 30}]}
      """;

  // The official vectors: whatever a maker calls a member can be reached.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "/;0",
        "/a~1b;1",
        "/c%d;2",
        "/e^f;3",
        "/g|h;4",
        "/i\\j;5",
        "/k\"l;6",
        "/ ;7",
        "/m~0n;8",
        "/foo/0;bar",
        "/foo/1;baz",
        "/list/0;10",
        "/list/1/1;21",
        "/list/2/x;30"
      })
  void pointsWhereTheStandardSays(String pointer, String value) throws Exception {
    assertThat(found(pointer)).extracting(Found::text).isEqualTo(value);
  }

  // A place that is not there must not be taken for another: no index 00, no end "-", no text.
  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/foo/2", "/foo/-", "/foo/00", "/foo/-1", "/foo/0/0", "/m~01n", "/0"})
  void pointsNowhere(String pointer) throws Exception {
    assertThat(found(pointer)).isNull();
  }

  @Test
  void theRootIsTheDocument() throws Exception {
    Pointer root = Pointer.of("");
    assertThat(new JsonScan(List.of(root)).read("23.5".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Map.of(root, new Found(Found.Kind.NUMBER, "23.5")));
    assertThat(found("")).isEqualTo(new Found(Found.Kind.NESTED, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "object/x", "/a~2", "/a~", "#/a"})
  void whatIsNoPointerIsRefused(String text) {
    assertThatThrownBy(() -> Pointer.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a~1b/m~0n//0"})
  void isWrittenAsItWasRead(String text) {
    assertThat(Pointer.of(text)).hasToString(text);
  }

  private static @Nullable Found found(String pointer) throws MalformedException {
    Pointer wanted = Pointer.of(pointer);
    return new JsonScan(List.of(wanted, Pointer.of("/list")))
        .read(DOCUMENT.getBytes(StandardCharsets.UTF_8))
        .get(wanted);
  }
}
