package chat.moebi.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.moebi.chat.Chat;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.node.Settings;
import chat.moebi.registry.Registry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;

/** Runs several nodes in one JVM, so that a small machine has room for many; the nodes are idle. */
public final class Crowd {

  private Crowd() {}

  /**
   * Starts node {@code PREFIX0}, and for each line of standard input another one: {@code PREFIX1}
   * and so on. Prints a line when a node is ready. Runs until standard input ends.
   */
  public static void main(String[] arguments) {
    try {
      start(arguments[0]);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
    }
    System.exit(1); // The nodes that have started would keep the JVM alive.
  }

  private static void start(String prefix) throws IOException {
    Map<String, String> environment = System.getenv();
    Credentials credentials = Credentials.of(CookieFile.readOwn(environment));
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    int started = 0;
    do {
      Chat.start(
          Settings.named(prefix + started, credentials),
          Registry.ofUser(environment),
          (from, text) -> {});
      started++;
      System.out.println("ready, " + started);
    } while (orders.readLine() != null);
  }
}
