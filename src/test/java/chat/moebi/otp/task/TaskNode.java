package chat.moebi.otp.task;

import chat.moebi.chat.Chat;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Functions;
import chat.moebi.registry.Registry;
import chat.moebi.testing.function.Act;
import chat.moebi.testing.function.Block;
import chat.moebi.testing.function.Threads;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A Java program that runs a node, and starts a task supervisor on it for each line of its standard
 * input. It ends at the end of that input.
 */
final class TaskNode {

  private TaskNode() {}

  /** Runs the node of that name. */
  public static void main(String[] arguments) throws Exception {
    Settings settings =
        Settings.named(arguments[0], Credentials.of(CookieFile.readOwn(System.getenv())));
    try (Chat chat =
            Chat.start(
                settings,
                Registry.ofUser(System.getenv()),
                (from, text) -> {},
                Otp.with(settings, functions()));
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String[] words = line.split(" ");
        Otp.of(chat).tasks().startSupervisor(words[0], options(words)).toCompletableFuture().join();
        System.out.println("started " + words[0]);
      }
    }
  }

  /** Returns the functions of the node. */
  static Functions functions() {
    return Functions.installed().with(List.of(new Act(), new Block(), new Threads()));
  }

  /** Returns the line that asks for a supervisor. */
  static String line(String name, SupervisorOptions options) {
    return String.join(
        " ",
        name,
        Integer.toString(options.maxChildren()),
        Integer.toString(options.maxRestarts()),
        options.maxTime().toString());
  }

  private static SupervisorOptions options(String[] words) {
    return new SupervisorOptions(
        Integer.parseInt(words[1]), Integer.parseInt(words[2]), Duration.parse(words[3]));
  }
}
