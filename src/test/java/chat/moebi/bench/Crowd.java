package chat.moebi.bench;

import chat.moebi.chat.Chat;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.node.Registry;
import chat.moebi.node.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Is several nodes in one JVM, so that a small machine has room for many: they do nothing. */
public final class Crowd {

  private Crowd() {}

  /** Starts {@code NUMBER} nodes {@code PREFIX0}, ..., says so, and stays until it is ended. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    Credentials credentials = Credentials.of(CookieFile.readOwn(environment));
    List<Chat> chats = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      chats.add(
          Chat.start(
              Settings.named(arguments[0] + i, credentials),
              Registry.ofUser(environment),
              (from, text) -> {}));
    }
    System.out.println("ready, " + chats.size());
    Thread.currentThread().join();
  }
}
