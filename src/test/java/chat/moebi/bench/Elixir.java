package chat.moebi.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The lesson's chat on Elixir, with an {@code epmd} of its own. */
final class Elixir extends Subject {

  /** The message when Elixir is not installed. */
  static final String MISSING =
      "Elixir is not installed, so ours is measured alone; apt-get install elixir erlang-base";

  private static final Path SCRIPTS = Lab.PROJECT.resolve("bench/elixir").toAbsolutePath();
  private static final String COOKIE = "bench";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int EPMD_TRIES = 500;
  private static final long EPMD_LOOK_MILLIS = 10;

  Elixir() throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    lab().set("ERL_EPMD_PORT", "" + port);
    lab().set("ERL_EPMD_ADDRESS", LOOPBACK);
    lab().start(List.of("epmd"));
    awaitListening(port);
  }

  // A node that finds no epmd starts one, which would outlive the node.
  private static void awaitListening(int port) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        new Socket(LOOPBACK, port).close();
        return;
      } catch (ConnectException e) {
        if (tries == EPMD_TRIES) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(EPMD_LOOK_MILLIS);
      }
    }
  }

  static boolean isInstalled() {
    return Stream.of("elixir", "iex", "epmd").allMatch(Elixir::isOnPath);
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Returns the command that runs {@code elixir} or {@code iex} as a node. */
  List<String> command(String program, String name, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program, "--sname", name + "@localhost", "--cookie", COOKIE));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns at once: the load generator waits for the recipient. */
  @Override
  Process startNode(String name) throws IOException {
    return lab().start(command("elixir", name, SCRIPTS.resolve("node.exs").toString()));
  }

  @Override
  List<String> loadCommand(Process recipient) {
    return command(
        "elixir", "alex", SCRIPTS.resolve("load.exs").toString(), RECIPIENT + "@localhost");
  }
}
