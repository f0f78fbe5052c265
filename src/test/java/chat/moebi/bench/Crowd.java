package chat.moebi.bench;

import chat.moebi.chat.Chat;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.node.Registry;
import chat.moebi.node.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Is several nodes in one JVM, so that a small machine has room for many: they do nothing. */
public final class Crowd {

  /**
   * Each that joins greets all others, over four connections: those that share its cores need a
   * rest.
   */
  private static final Duration REST = Duration.ofSeconds(3);

  private Crowd() {}

  /** Starts {@code NUMBER} nodes {@code PREFIX0}, ..., says so, and stays until it is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      start(arguments[0], Integer.parseInt(arguments[1]));
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.exit(1); // Those that have started would stay.
    }
    Thread.currentThread().join();
  }

  private static void start(String prefix, int number) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    Credentials credentials = Credentials.of(CookieFile.readOwn(environment));
    List<Chat> chats = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      chats.add(
          Chat.start(
              Settings.named(prefix + i, credentials),
              Registry.ofUser(environment),
              (from, text) -> {}));
      TimeUnit.MILLISECONDS.sleep(REST.toMillis());
    }
    System.out.println("ready, " + chats.size());
  }
}
