package chat.moebi.bench;

import chat.moebi.testing.ChatProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Our chat, run from the built jar. */
final class Ours extends Subject {

  /** A way to run the chat. */
  enum Kind {
    /** {@code ./chat} with a cookie, as users run it. */
    LAUNCHER("ours"),
    /** {@code ./chat} without TLS. */
    PLAIN_TCP("ours, plain TCP"),
    /** {@code java -jar target/chat.jar}. */
    NO_FLAGS("ours, no flags");

    final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private static final Path JAR = Lab.PROJECT.resolve("target/chat.jar").toAbsolutePath();
  private static final String PLAIN = "-Dchat.plain-tcp=on";
  private static final long READY_SECONDS = 60;
  private static final long LOOK_MILLIS = 10;

  private final Kind kind;

  Ours(Kind kind) throws IOException {
    this.kind = kind;
    if (kind == Kind.PLAIN_TCP) {
      lab().set("CHAT_JAVA_OPTIONS", PLAIN);
    }
  }

  /** Returns the command that runs the program. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    if (kind == Kind.NO_FLAGS) {
      command.addAll(List.of(java(), "-jar", JAR.toString()));
    } else {
      command.add(Lab.PROJECT.resolve("chat").toAbsolutePath().toString());
    }
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the flags of a JVM whose node has its texts on disk, or not. */
  static String historyFlags(String onOrOff) {
    return "-Dchat.history.enabled=%1$s -Dchat.keep.enabled=%1$s".formatted(onOrOff);
  }

  @Override
  Process startNode(String name) throws IOException, InterruptedException {
    Path ready = lab().path(name + ".ready");
    lab().set("CHAT_READY_FILE", ready.toString());
    Process node = lab().start(command("--name", name, "--headless"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!Files.exists(ready)) {
      if (!node.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(name + " is not ready\n" + lab().errors());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return node;
  }

  @Override
  List<String> loadCommand(Process recipient) {
    List<String> command = program(recipient, Load.class);
    // As the node: what the node's own flags say comes later, and counts.
    command.addAll(1, List.of(historyFlags("on").split(" ")));
    command.add(RECIPIENT);
    return command;
  }

  /** Returns the command that runs a class of the benchmarks in a JVM with a node's flags. */
  static List<String> program(Process node, Class<?> main) {
    // The program's own classes come first, so that the JVM can use their class data archive.
    String classPath =
        String.join(
            File.pathSeparator,
            JAR.toString(),
            Lab.PROJECT.resolve("target/test-classes").toAbsolutePath().toString(),
            Lab.PROJECT.resolve("target/bench-lib").toAbsolutePath() + "/*");
    ProcessHandle.Info info = node.info();
    List<String> command = new ArrayList<>(List.of(info.command().orElseThrow()));
    List<String> arguments = Arrays.asList(info.arguments().orElseThrow());
    command.addAll(arguments.subList(0, arguments.indexOf("-jar")));
    command.addAll(ChatProgram.CLASS_PATH_FLAGS);
    command.addAll(List.of("-cp", classPath, main.getName()));
    return command;
  }

  private static String java() {
    String home = System.getenv("JAVA_HOME");
    return home == null ? "java" : home + "/bin/java";
  }
}
