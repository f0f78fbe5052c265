package chat.moebi.chat;

import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.name.NodeName;
import java.time.Duration;

/** Says in words that a message was shown after its sender had given it up. */
public final class LateAnswer {

  private static final int QUOTED_CHARACTERS = 60;

  private LateAnswer() {}

  /** Returns, say: {@code kate@localhost showed "hi" after 31 s}. */
  public static String sentence(NodeName node, String text, Duration after) {
    return node + " showed \"" + shortened(text) + "\" after " + after.toSeconds() + " s";
  }

  /** Returns the sentence about a reply that came after its sender had given the message up. */
  static String note(Reply reply, NodeName node, String text, Duration after) {
    return reply instanceof Done
        ? sentence(node, text, after)
        : reply.result(node).sentence() + " (after " + after.toSeconds() + " s)";
  }

  /** Returns the first characters of a text that may be long. */
  public static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= QUOTED_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, QUOTED_CHARACTERS)) + "...";
  }
}
