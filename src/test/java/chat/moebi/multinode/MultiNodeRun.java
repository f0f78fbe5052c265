package chat.moebi.multinode;

import chat.moebi.testing.ChatProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a {@link MultiNodeSuite} in one forked JVM per role, all on the loopback interface.
 *
 * <p>A run is green only if every JVM ended with status 0 and printed that it ran exactly the
 * expected number of scenarios. The status alone is not enough: a role that ran fewer scenarios may
 * end with 0, and so may the others, because a role that has ended no longer blocks a barrier. As
 * soon as one JVM fails, or when the time is up, all are destroyed.
 */
public final class MultiNodeRun {

  /** Bounds a run of three nodes, which takes about 8 s on two idle cores. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(120);

  private static final String LOOPBACK = "127.0.0.1";

  private static final String NO_RESULT = "no result";

  /** The JVMs must start fast and stay small, because several share the machine. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dfile.encoding=UTF-8");

  private final Class<? extends MultiNodeSuite> suite;
  private final Map<String, String> properties;
  private final String expected;
  private final Set<String> doomed;
  private final Duration limit;
  private final List<Role> started = new ArrayList<>();
  private final Queue<String> transcript = new ConcurrentLinkedQueue<>();

  private MultiNodeRun(
      Class<? extends MultiNodeSuite> suite,
      Map<String, String> properties,
      int scenarios,
      Duration limit,
      Set<String> doomed) {
    if (scenarios < 1) {
      throw new IllegalArgumentException("the number of scenarios must be positive");
    }
    this.suite = suite;
    this.properties = properties;
    this.expected = "ran=%d failed=0 ignored=0".formatted(scenarios);
    this.limit = limit;
    this.doomed = doomed;
  }

  /**
   * Runs the suite, and returns when every JVM has ended with success.
   *
   * @param properties system properties that every JVM is given
   * @param scenarios how many scenarios each role must have run, counted by hand: a number taken
   *     from the suite would be wrong along with it
   * @param limit how long all JVMs together may take
   * @throws AssertionError if a JVM failed, ran another number of scenarios, or the time was up;
   *     the message contains what each JVM printed
   */
  public static void run(
      Class<? extends MultiNodeSuite> suite,
      Map<String, String> properties,
      int scenarios,
      Duration limit)
      throws InterruptedException {
    run(suite, properties, scenarios, limit, Set.of());
  }

  /**
   * Runs a suite that kills some of its roles ({@link MultiNodeSuite#kill}), and returns when those
   * were killed and every other JVM has ended with success.
   *
   * @param doomed the roles to be killed; a doomed role that ends in another way has failed
   * @throws AssertionError as above
   */
  public static void run(
      Class<? extends MultiNodeSuite> suite,
      Map<String, String> properties,
      int scenarios,
      Duration limit,
      Set<String> doomed)
      throws InterruptedException {
    new MultiNodeRun(suite, properties, scenarios, limit, doomed).run();
  }

  private void run() throws InterruptedException {
    ExecutorService readers = Executors.newCachedThreadPool();
    String verdict;
    try {
      CompletionService<Role> ends = new ExecutorCompletionService<>(readers);
      startAll(ends);
      verdict = awaitVerdict(ends);
    } catch (IOException problem) {
      throw new UncheckedIOException("cannot start the JVMs of " + suite.getName(), problem);
    } finally {
      started.forEach(Role::destroy);
      readers.shutdown();
    }
    if (!verdict.isEmpty()) {
      // Collects the last lines of the JVMs just destroyed.
      readers.awaitTermination(10, TimeUnit.SECONDS);
      throw new AssertionError(report(verdict));
    }
  }

  private void startAll(CompletionService<Role> ends) throws IOException {
    List<String> roles = rolesOf(suite);
    int conductorPort = freePort();
    for (int index = 0; index < roles.size(); index++) {
      Process process = fork(index, roles.size(), conductorPort);
      String name = roles.get(index);
      Role role = new Role("JVM-%d %s".formatted(index + 1, name), process, doomed.contains(name));
      started.add(role);
      ends.submit(role);
    }
  }

  /** Waits for all JVMs or the first failure; returns what failed, or an empty text. */
  private String awaitVerdict(CompletionService<Role> ends) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int left = started.size(); left > 0; left--) {
      Future<Role> end = ends.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (end == null) {
        return "not done within " + limit.toSeconds() + " s";
      }
      Role role = resultOf(end);
      if (!role.isGreen()) {
        return role.name + " is not green";
      }
    }
    return "";
  }

  private static Role resultOf(Future<Role> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException problem) {
      throw new IllegalStateException("cannot read a JVM's output", problem.getCause());
    }
  }

  private String report(String verdict) {
    return Stream.of(
            Stream.of(
                suite.getName() + ": " + verdict, "expected of every JVM: status 0, " + expected),
            started.stream().map(Role::toString),
            transcript.stream())
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private Process fork(int index, int nodes, int conductorPort) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(ChatProgram.CLASS_PATH_FLAGS);
    command.addAll(ChatProgram.SHARED_SETTINGS);
    command.add("-Dmultinode.max-nodes=" + nodes);
    command.add("-Dmultinode.index=" + index);
    command.add("-Dmultinode.host=" + LOOPBACK);
    command.add("-Dmultinode.server-host=" + LOOPBACK);
    command.add("-Dmultinode.server-port=" + conductorPort);
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RoleMain.class.getName());
    command.add(suite.getName());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Creates an instance only to ask it; that starts nothing, see {@link MultiNodeSuite}. */
  private static List<String> rolesOf(Class<? extends MultiNodeSuite> suite) {
    try {
      List<String> roles = suite.getConstructor().newInstance().roles();
      if (roles.isEmpty()) {
        throw new IllegalArgumentException(suite.getName() + " declares no role");
      }
      return roles;
    } catch (ReflectiveOperationException problem) {
      throw new IllegalArgumentException("cannot make a " + suite.getName(), problem);
    }
  }

  /**
   * Returns a port chosen by the system; another process could take it first, but is unlikely to.
   */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  /** The JVM of a role; as a task, it collects the JVM's output until its end. */
  private final class Role implements Callable<Role> {

    private final String name;
    private final Process process;
    private final boolean isDoomed;
    private volatile String result = NO_RESULT;
    private boolean destroyed;

    Role(String name, Process process, boolean isDoomed) {
      this.name = name;
      this.process = process;
      this.isDoomed = isDoomed;
    }

    @Override
    public Role call() throws IOException, InterruptedException {
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          transcript.add("[" + name + "] " + line);
          if (line.startsWith("ran=")) {
            result = line;
          }
        }
      }
      process.waitFor();
      return this;
    }

    boolean isGreen() {
      return isDoomed
          ? process.exitValue() == MultiNodeSuite.KILLED && result.equals(NO_RESULT)
          : process.exitValue() == 0 && result.equals(expected);
    }

    void destroy() {
      if (process.isAlive()) {
        destroyed = true;
        // Unlike Process.destroy, the handle leaves the output open for reading.
        process.toHandle().destroyForcibly();
      }
    }

    @Override
    public String toString() {
      String end = destroyed ? "destroyed" : "status " + process.exitValue();
      return name + ": " + end + ", " + result;
    }
  }
}
