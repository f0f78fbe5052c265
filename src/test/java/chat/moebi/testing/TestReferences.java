package chat.moebi.testing;

import chat.moebi.multinode.MultiNodeSuite;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Finds the tests that a document names as {@code Class#method}, and checks that each of them runs.
 *
 * <p>A nested class is written {@code Outer.Inner#method}; {@code `#method`} alone means the class
 * of the reference before it. A method of an abstract class {@code ...Cases} counts if a class
 * {@code ...Test} inherits it, and a scenario of a {@code ...MultiNodeSpec} counts if the spec's
 * constructor declares it and a {@code ...MultiNodeTest} runs the spec.
 */
public final class TestReferences {

  private static final Path SOURCES = Path.of("src/test/java");

  private static final Pattern REFERENCE =
      Pattern.compile("\\b([A-Z]\\w*(?:\\.[A-Z]\\w*)*)#(\\w+)|`#(\\w+)");

  private TestReferences() {}

  /** Lists the references in a text, in their order, each as {@code Class#method}. */
  public static List<String> in(String text) {
    List<String> references = new ArrayList<>();
    String type = "";
    for (Matcher matcher = REFERENCE.matcher(text); matcher.find(); ) {
      type = matcher.group(1) == null ? type : matcher.group(1);
      String method = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      references.add(type + "#" + method);
    }
    return references;
  }

  /**
   * Checks each reference in a text.
   *
   * @return a sentence for each reference that names no test that runs; empty if all do
   */
  public static List<String> problemsIn(String text) throws IOException {
    List<String> problems = new ArrayList<>();
    for (String reference : in(text)) {
      problem(reference).map(problem -> reference + ": " + problem).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> problem(String reference) throws IOException {
    int end = reference.indexOf('#');
    String[] names = reference.substring(0, end).split("\\.");
    Optional<Class<?>> top = find(names[0]);
    if (top.isEmpty()) {
      return Optional.of("there is not exactly one class " + names[0]);
    }
    Class<?> type = top.get();
    for (int i = 1; i < names.length; i++) {
      String name = names[i];
      List<Class<?>> nested =
          ReflectionSupport.findNestedClasses(
              type,
              inner ->
                  inner.getSimpleName().equals(name) && inner.isAnnotationPresent(Nested.class));
      if (nested.isEmpty()) {
        return Optional.of(type.getSimpleName() + " has no @Nested class " + name);
      }
      type = nested.get(0);
    }
    String method = reference.substring(end + 1);
    return MultiNodeSuite.class.isAssignableFrom(type)
        ? problemOfScenario(type, method)
        : problemOfTest(top.get(), type, method);
  }

  private static Optional<String> problemOfTest(Class<?> top, Class<?> type, String name)
      throws IOException {
    List<Method> tests =
        ReflectionSupport.findMethods(
            type,
            method -> method.getName().equals(name) && isTest(method),
            HierarchyTraversalMode.TOP_DOWN);
    if (tests.isEmpty()) {
      return Optional.of("there is no such test method");
    }
    return isRun(top) ? Optional.empty() : Optional.of("no class ...Test runs it");
  }

  private static boolean isTest(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class)
        && !Modifier.isPrivate(method.getModifiers())
        && !method.isAnnotationPresent(Disabled.class);
  }

  private static boolean isRun(Class<?> top) throws IOException {
    if (top.isAnnotationPresent(Disabled.class)) {
      return false;
    }
    String name = top.getSimpleName();
    if (!Modifier.isAbstract(top.getModifiers())) {
      return name.endsWith("Test");
    }
    return find(name.replaceFirst("Cases$", "Test")).filter(top::isAssignableFrom).isPresent();
  }

  private static Optional<String> problemOfScenario(Class<?> spec, String name) throws IOException {
    boolean isMethod =
        Stream.of(spec.getDeclaredMethods()).anyMatch(method -> method.getName().equals(name));
    boolean isScenario =
        Pattern.compile("scenario\\([^;]*this::" + name + "\\);")
            .matcher(Files.readString(source(spec)))
            .find();
    if (!isMethod || !isScenario) {
      return Optional.of("there is no such scenario");
    }
    Optional<Class<?>> test = find(spec.getSimpleName().replaceFirst("Spec$", "Test"));
    boolean isRun =
        test.isPresent()
            && Files.readString(source(test.get())).contains(spec.getSimpleName() + ".class");
    return isRun ? Optional.empty() : Optional.of("no test runs the spec");
  }

  private static Path source(Class<?> top) {
    return SOURCES.resolve(top.getName().replace('.', '/') + ".java");
  }

  /** Finds a test class that is not nested by its simple name, without initializing it. */
  private static Optional<Class<?>> find(String simpleName) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      files = all.filter(file -> file.endsWith(simpleName + ".java")).toList();
    }
    if (files.size() != 1) {
      return Optional.empty();
    }
    String path = SOURCES.relativize(files.get(0)).toString();
    String name =
        path.replaceFirst("\\.java$", "").replace(files.get(0).getFileSystem().getSeparator(), ".");
    return ReflectionSupport.tryToLoadClass(name).toOptional();
  }
}
