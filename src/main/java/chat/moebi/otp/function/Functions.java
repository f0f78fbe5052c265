package chat.moebi.otp.function;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The functions that a node can run, by their names. Immutable. */
public final class Functions {

  private static final String SERVICES = "META-INF/services/";

  /** The name of {@link NamedFunction} in earlier versions. */
  private static final String FORMER_SERVICE = "chat.moebi.function.NamedFunction";

  private final SortedMap<String, KnownFunction<?, ?>> known;

  private Functions(SortedMap<String, KnownFunction<?, ?>> known) {
    this.known = known;
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
      KnownFunction<?, ?> added;
      try {
        added = KnownFunction.of(function);
      } catch (IllegalArgumentException e) {
        throw bad(function.getClass().getName() + ": " + e.getMessage(), e);
      }
      KnownFunction<?, ?> other = all.put(added.name(), added);
      if (other != null) {
        throw bad(
            "two functions are called "
                + added.name()
                + ": "
                + other.function().getClass().getName()
                + " and "
                + function.getClass().getName()
                + "; rename one",
            null);
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
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : files) {
        refuseFormerService(jar);
        jars.add(url(jar));
      }
    } catch (IOException e) {
      throw bad("cannot read the functions in " + directory + ": it is no readable directory", e);
    }
    jars.sort(Comparator.comparing(URL::toString));
    // Never closed: the functions may need further classes for as long as the program runs.
    return withServicesOf(
        new URLClassLoader(jars.toArray(URL[]::new), Functions.class.getClassLoader()));
  }

  // ServiceLoader would ignore such a jar, and the user would miss the functions.
  private static void refuseFormerService(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      if (file.getEntry(SERVICES + FORMER_SERVICE) != null) {
        throw bad(
            jar
                + " names its functions in "
                + SERVICES
                + FORMER_SERVICE
                + ", as for an earlier version; build it anew, with "
                + SERVICES
                + NamedFunction.class.getName(),
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

  /** Returns the names of all, in alphabetical order. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(known.keySet()));
  }

  // The parent's services are found through its child as well.
  private Functions withServicesOf(ClassLoader loader) {
    List<NamedFunction<?, ?>> found = new ArrayList<>();
    try {
      for (NamedFunction<?, ?> function : ServiceLoader.load(NamedFunction.class, loader)) {
        if (known.values().stream()
            .noneMatch(k -> k.function().getClass() == function.getClass())) {
          found.add(function);
        }
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw bad("cannot load a function: " + e.getMessage(), e);
    }
    return with(found);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e); // A file's is well formed.
    }
  }

  private static NodeException bad(String sentence, Throwable cause) {
    return new NodeException(Reason.BAD_CONFIGURATION, sentence, cause);
  }
}
