package chat.moebi;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps each file short, and readable without another file that needs it in turn. The exceptions
 * are listed; a file that is no exception any more must leave its list.
 */
class FilesTest {

  private static final String PROJECT = "chat.moebi.";
  private static final int MAX_MAIN_LINES = 250;
  private static final int MAX_TEST_LINES = 500;

  /** The circles of files that need each other, directly or through others. */
  private static final Set<Set<String>> CIRCLES = Set.of();

  private static final Set<String> LONG_FILES = Set.of();

  @Test
  void noOtherFilesNeedEachOther() {
    assertThat(circles()).containsExactlyInAnyOrderElementsOf(CIRCLES);
  }

  @Test
  void noOtherFileOfTheProgramIsTooLong() throws IOException {
    assertThat(longerThan(MAX_MAIN_LINES, "main")).containsExactlyInAnyOrderElementsOf(LONG_FILES);
  }

  @Test
  void noFileOfTheTestsIsTooLong() throws IOException {
    assertThat(longerThan(MAX_TEST_LINES, "test")).isEmpty();
  }

  private static Set<String> longerThan(int lines, String part) throws IOException {
    Path root = Path.of("src", part, "java", "chat", "moebi");
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readAllLines(file).size() > lines) {
          found.add(root.relativize(file).toString().replace(".java", ""));
        }
      }
    }
    return found;
  }

  private static Set<Set<String>> circles() {
    Map<String, Set<String>> needed =
        new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS).importPackages("chat.moebi").stream()
                .collect(
                    toMap(FilesTest::file, FilesTest::neededBy, FilesTest::union, TreeMap::new));
    Map<String, Set<String>> reachable = new HashMap<>();
    needed.keySet().forEach(file -> reachable.put(file, reachableFrom(file, needed)));
    return needed.keySet().stream()
        .filter(file -> reachable.get(file).contains(file))
        .map(
            file ->
                reachable.get(file).stream()
                    .filter(other -> reachable.get(other).contains(file))
                    .collect(toCollection(TreeSet::new)))
        .collect(toSet());
  }

  private static Set<String> reachableFrom(String file, Map<String, Set<String>> needed) {
    Set<String> found = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(needed.get(file));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (found.add(next)) {
        open.addAll(needed.get(next));
      }
    }
    return found;
  }

  private static Set<String> neededBy(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(target -> target.getName().startsWith(PROJECT))
        .map(FilesTest::file)
        .filter(target -> !target.equals(file(type)))
        .collect(toCollection(TreeSet::new));
  }

  /** Returns the file of a class, {@code node/Node}: a nested class stands in its outer one's. */
  private static String file(JavaClass type) {
    String name = type.getName().substring(PROJECT.length()).replace('.', '/');
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Set<String> circle(String name, String... files) {
    return Stream.of(files).map(file -> name + "/" + file).collect(toCollection(TreeSet::new));
  }
}
