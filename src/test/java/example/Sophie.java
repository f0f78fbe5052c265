package example;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;

public class Sophie {
  public static void main(String[] args) {
    try (Chat sophie =
        Chat.start("sophie", (from, text) -> System.out.println(from + ": " + text))) {
      SendResult result = sophie.send("moebi", "hi").toCompletableFuture().join();
      System.out.println(result.sentence()); // ok, or: no connection to moebi@localhost
    }
  }
}
