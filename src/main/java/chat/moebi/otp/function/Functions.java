package chat.moebi.otp.function;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The functions that a node can run, by their names. Immutable. */
public final class Functions {

  private static final String SERVICE = "META-INF/services/" + NamedFunction.class.getName();

  /** The {@link #SERVICE} of earlier versions. */
  private static final String FORMER_SERVICE =
      "META-INF/services/chat.moebi.function.NamedFunction";

  private final SortedMap<String, KnownFunction<?, ?>> known;

  private Functions(SortedMap<String, KnownFunction<?, ?>> known) {
    this.known = Collections.unmodifiableSortedMap(known);
  }

  /** Finds the functions on the class path: the built-in ones, and a program's own. */
  public static Functions installed() {
    return new Functions(new TreeMap<>()).withServicesOf(Functions.class.getClassLoader());
  }

  /**
   * Adds functions.
   *
   * @throws NodeException with a sentence for the user, if one cannot be run or its name is taken
   */
  public Functions with(List<? extends NamedFunction<?, ?>> more) {
    SortedMap<String, KnownFunction<?, ?>> all = new TreeMap<>(known);
    for (NamedFunction<?, ?> function : more) {
      String type = function.getClass().getName();
      try {
        KnownFunction<?, ?> added = KnownFunction.of(function);
        KnownFunction<?, ?> other = all.put(added.name(), added);
        if (other != null) {
          String otherType = other.function().getClass().getName();
          throw bad(
              String.format(
                  "two functions are called %s: %s and %s; rename one",
                  added.name(), otherType, type),
              null);
        }
      } catch (IllegalArgumentException e) {
        throw bad(type + ": " + e.getMessage(), e);
      }
    }
    return new Functions(all);
  }

  /**
   * Adds the functions in the jars of a directory. All its jars share one class loader, so one may
   * hold what another needs.
   *
   * @throws NodeException with a sentence for the user
   */
  public Functions withJarsIn(Path directory) {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        refuseFormerService(jar);
        jars.add(jar.toUri().toURL());
      }
    } catch (IOException e) {
      throw bad("cannot read the functions in " + directory + ": it is no readable directory", e);
    }
    // Never closed: the functions may need further classes for as long as the program runs.
    return withServicesOf(
        new URLClassLoader(jars.toArray(URL[]::new), Functions.class.getClassLoader()));
  }

  // ServiceLoader would ignore such a jar, and the user would miss the functions.
  private static void refuseFormerService(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      if (file.getEntry(FORMER_SERVICE) != null) {
        throw bad(
            String.format(
                "%s names its functions in %s, as for an earlier version; build it anew, with %s",
                jar, FORMER_SERVICE, SERVICE),
            null);
      }
    } catch (ZipException e) {
      // A class loader skips a file that is no archive.
    }
  }

  /** Returns the function of that name. */
  public Optional<KnownFunction<?, ?>> find(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /** Returns the names of all functions, in alphabetical order. */
  public Set<String> names() {
    return known.keySet();
  }

  // A class loader offers the services of its parent too: those are known already.
  private Functions withServicesOf(ClassLoader loader) {
    try {
      List<NamedFunction<?, ?>> found = new ArrayList<>();
      for (NamedFunction<?, ?> function : ServiceLoader.load(NamedFunction.class, loader)) {
        if (known.values().stream()
            .noneMatch(k -> k.function().getClass() == function.getClass())) {
          found.add(function);
        }
      }
      return with(found);
    } catch (ServiceConfigurationError | LinkageError e) {
      throw bad("cannot load a function: " + e.getMessage(), e);
    }
  }

  private static NodeException bad(String sentence, Throwable cause) {
    return new NodeException(Reason.BAD_CONFIGURATION, sentence, cause);
  }
}
