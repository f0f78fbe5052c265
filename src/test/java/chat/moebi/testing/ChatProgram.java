package chat.moebi.testing;

import chat.moebi.cli.Main;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts the program as a user does: the built jar, in a home of the test's own, so that its nodes
 * meet neither the user's nodes nor those of another test.
 *
 * <p>Under {@code mvn verify} this is the jar; under {@code mvn test}, where no jar is built yet,
 * the same classes on the class path.
 */
public final class ChatProgram {

  /** What precedes a message on a terminal: the time, or blanks if it is the same as before. */
  public static final String TIME = "(\\d\\d:\\d\\d| {5}) ";

  /**
   * The flags of a JVM that runs the classes instead of the jar; the jar's manifest has the same.
   */
  public static final List<String> CLASS_PATH_FLAGS =
      List.of(
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--sun-misc-unsafe-memory-access=allow");

  /** Small JVMs, because several share a small machine. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /**
   * The settings of the test JVM that also apply to the programs it starts, such as {@code
   * -Dchat.dispatch=akka}.
   */
  public static final List<String> SHARED_SETTINGS =
      Stream.of("chat.dispatch")
          .filter(setting -> System.getProperty(setting) != null)
          .map(setting -> "-D" + setting + "=" + System.getProperty(setting))
          .toList();

  private static final String HEAP = "256m";

  private final Path home;
  private final String heap;
  private final Path jdk;
  private final String jar;

  private ChatProgram(Path home, String heap, Path jdk, String jar) {
    this.home = home;
    this.heap = heap;
    this.jdk = jdk;
    this.jar = jar;
  }

  /** Prepares a home in an empty directory of the test's own. */
  public ChatProgram(Path home) throws IOException {
    this(
        home,
        HEAP,
        Path.of(System.getProperty("java.home")),
        System.getProperty("chat.test.jar", ""));
    for (String directory : List.of("run", "state", "tmp")) {
      Files.createDirectory(home.resolve(directory));
    }
  }

  /** Returns the same program with another maximum heap size, {@code 128m} say. */
  public ChatProgram withHeap(String size) {
    return new ChatProgram(home, size, jdk, jar);
  }

  /** Returns the same program on another JDK. */
  public ChatProgram withJdk(Path other) {
    return new ChatProgram(home, heap, other, jar);
  }

  /** Returns the program of another jar in the same home. */
  public ChatProgram withJar(Path other) {
    return new ChatProgram(home, heap, jdk, other.toString());
  }

  /** Starts the program with pipes for its streams. */
  public PipedProcess start(String... arguments) throws IOException {
    return PipedProcess.start(command(arguments), environment());
  }

  /** Starts the program with its standard output piped into a shell command. */
  public PipedProcess startInto(String reader, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" | " + reader, "sh"));
    command.addAll(command(arguments));
    return PipedProcess.start(command, environment());
  }

  /** Starts the program with shell redirections such as {@code <&- >/dev/full}. */
  public PipedProcess startRedirected(String redirections, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + redirections, "sh"));
    command.addAll(command(arguments));
    return PipedProcess.start(command, environment());
  }

  /** Starts the program in a pseudo-terminal of 80 columns and 24 rows. */
  public ScreenProcess startOnScreen(String... arguments) throws IOException {
    return ScreenProcess.start(command(arguments), environment(), 80, 24);
  }

  /** Starts a headless node, and returns when it is ready. */
  public PipedProcess startNode(String name) throws IOException, InterruptedException {
    PipedProcess node = start("--name", name, "--headless");
    node.awaitOutput("ready " + name + "@localhost");
    return node;
  }

  /**
   * Waits until a node can send to others.
   *
   * <p>When nodes start at the same time, each is ready once the nodes that it knows have answered;
   * it may still discover others after that. A node that is missing in the answer to {@code /nodes}
   * is discovered later, and a note announces it.
   *
   * @param node a node that is ready and reads commands; its mailbox is empty
   * @param others the full names of the others
   */
  public static void awaitPeers(PipedProcess node, String... others)
      throws IOException, InterruptedException {
    node.type("/nodes");
    node.type("/flush"); // Commands are answered in order, so this ok follows the list of nodes.
    List<String> nodes = node.outputUntil("ok");
    for (String other : others) {
      if (!nodes.contains(other + " up")) {
        node.awaitErrorsLike("note: " + other + " joined", 1, PipedProcess.PATIENCE);
      }
    }
  }

  /** Starts another main class of the tests in the same environment. */
  public PipedProcess startMain(Class<?> main, String... arguments) throws IOException {
    List<String> command = java();
    command.addAll(onTheTestsClassPath(main));
    command.addAll(List.of(arguments));
    return PipedProcess.start(command, environment());
  }

  /** Returns the directory where the nodes of this home register. */
  public Path registry() {
    return home.resolve("run").resolve("chat");
  }

  /** Returns the credentials of the nodes of this home. */
  public Credentials credentials() {
    return Credentials.of(CookieFile.readOwn(environment()));
  }

  /** Returns the directory of the log files of this home. */
  public Path logs() {
    return home.resolve("state").resolve("chat");
  }

  /** Returns the command that starts the program. */
  public List<String> command(String... arguments) {
    List<String> command = java();
    if (jar.isEmpty()) {
      command.addAll(onTheTestsClassPath(Main.class));
    } else {
      command.addAll(List.of("-jar", jar));
    }
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> onTheTestsClassPath(Class<?> main) {
    List<String> command = new ArrayList<>(CLASS_PATH_FLAGS);
    command.addAll(
        List.of(
            "-Dakka.fail-mixed-versions=off",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    return command;
  }

  private List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Jdks.java(jdk).toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(SHARED_SETTINGS);
    command.add("-Xmx" + heap);
    command.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
    return command;
  }

  /** Returns the whole environment of the program; it inherits nothing from the test's. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put("XDG_STATE_HOME", home.resolve("state").toString());
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }
}
