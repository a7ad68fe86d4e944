package vn.binhduong.gateway.driver.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the guide shows is what is built and tested here.
class GuideTest {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- from: (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> everyPieceOfJavaStandsInTheExample() throws IOException {
    String guide = Files.readString(Path.of("../../docs/writing-a-driver.md"));
    assertThat(guide.split("```java", -1)).as("pieces of Java, all of them named").hasSize(6);
    return BLOCK.matcher(guide).results().map(GuideTest::test);
  }

  private static DynamicTest test(MatchResult block) {
    return DynamicTest.dynamicTest(
        block.group(1),
        () ->
            assertThat(Files.readString(Path.of("src", block.group(1)))).contains(block.group(2)));
  }
}
