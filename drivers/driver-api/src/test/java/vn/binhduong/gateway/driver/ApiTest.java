package vn.binhduong.gateway.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The promise to drivers that are built elsewhere: what they call or implement stays.
///
/// `api.txt` is the list. What is new may be added to it (`-Dapi.write` does) unless a driver would
/// have to implement it; what is gone or changed breaks drivers and needs a new major version.
class ApiTest {
  private static final Path LIST = Path.of("api.txt");
  private static final Path CLASSES = Path.of("target/classes");

  /// What drivers implement; a new abstract method in one of these breaks them.
  private static final List<Class<?>> IMPLEMENTED =
      List.of(DriverFactory.class, PolledDriver.class, EventDriver.class, Framing.class);

  // A jar that was built against an older list must go on running.
  @Test
  void nothingIsGone() throws IOException {
    List<String> now = api();
    if (System.getProperty("api.write") != null) {
      List<String> before = Files.exists(LIST) ? Files.readAllLines(LIST) : List.of();
      assertThat(now).as("what drivers were promised").containsAll(before);
      Files.write(LIST, now);
    }
    assertThat(now)
        .as("what drivers were promised; it may only be added to, with -Dapi.write")
        .containsExactlyElementsOf(Files.readAllLines(LIST));
  }

  // The list itself tells abstract from default, so a new duty of a driver would be seen here.
  @Test
  void driversHaveTheseDutiesAndNoOthers() {
    List<String> duties =
        IMPLEMENTED.stream()
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(Method::getName)
            .distinct()
            .sorted()
            .toList();
    assertThat(duties)
        .containsExactly(
            "channels",
            "close",
            "longestSilence",
            "look",
            "open",
            "poll",
            "run",
            "settings",
            "type");
  }

  private static List<String> api() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.sorted().toList()) {
        String name = CLASSES.relativize(file).toString();
        if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
          add(name.substring(0, name.length() - 6).replace('/', '.'), lines);
        }
      }
    }
    return lines;
  }

  private static void add(String name, List<String> lines) {
    Class<?> type;
    try {
      type = Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    if (!open(type)) {
      return;
    }
    lines.add(type.toGenericString().replace("strictfp ", ""));
    Stream.<Stream<String>>of(
            Arrays.stream(type.getDeclaredConstructors()).map(ApiTest::text),
            Arrays.stream(type.getDeclaredMethods()).map(ApiTest::text),
            Arrays.stream(type.getDeclaredFields()).map(ApiTest::text))
        .flatMap(texts -> texts)
        .filter(text -> !text.isEmpty())
        .sorted()
        .forEach(text -> lines.add("  " + text));
  }

  private static boolean open(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || open(type.getEnclosingClass()));
  }

  private static String text(Executable member) {
    return Modifier.isPublic(member.getModifiers()) && !member.isSynthetic()
        ? member.toGenericString()
        : "";
  }

  private static String text(Field field) {
    return Modifier.isPublic(field.getModifiers()) && !field.isSynthetic()
        ? field.toGenericString()
        : "";
  }
}
