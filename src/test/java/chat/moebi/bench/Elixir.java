package chat.moebi.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Is the lesson's chat on Elixir, with an {@code epmd} of its own. */
final class Elixir implements Subject {

  /** What to say where it is not there. */
  static final String MISSING =
      "Elixir is not installed, so ours is measured alone; apt-get install elixir erlang-base";

  private static final Path SCRIPTS = Lab.PROJECT.resolve("bench/elixir").toAbsolutePath();
  private static final String COOKIE = "bench";

  private final Lab lab;

  Elixir() throws IOException {
    this.lab = new Lab();
    String port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = "" + free.getLocalPort();
    }
    lab.set("ERL_EPMD_PORT", port);
    lab.set("ERL_EPMD_ADDRESS", "127.0.0.1");
    lab.start(List.of("epmd"));
  }

  /** Tells whether it is installed. */
  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "elixir")));
  }

  Lab lab() {
    return lab;
  }

  /** Returns the command that runs it, {@code elixir} or {@code iex}, as a node. */
  List<String> command(String program, String name, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program, "--sname", name + "@localhost", "--cookie", COOKIE));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns at once: its load generator waits for the recipient. */
  @Override
  public Process startNode(String name) throws IOException {
    return lab.start(command("elixir", name, SCRIPTS.resolve("node.exs").toString()));
  }

  @Override
  public List<Measured> load(Process recipient, int warmUp, int seconds, List<Workload> workloads)
      throws Exception {
    List<String> command =
        command(
            "elixir",
            "alex",
            SCRIPTS.resolve("load.exs").toString(),
            RECIPIENT + "@localhost",
            "" + warmUp,
            "" + seconds);
    workloads.forEach(workload -> command.add(workload.argument()));
    return lab.run(command, Subject.limit(seconds, workloads)).stream()
        .map(Measured::parse)
        .toList();
  }

  @Override
  public void end(Process process) throws InterruptedException {
    lab.end(process);
  }

  @Override
  public void close() throws IOException {
    lab.close();
  }
}
