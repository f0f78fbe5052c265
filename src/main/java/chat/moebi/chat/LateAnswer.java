package chat.moebi.chat;

import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import java.time.Duration;

/** The sentences about answers that come after their sender has given up. */
public final class LateAnswer {

  private static final int QUOTED_CHARACTERS = 60;

  private LateAnswer() {}

  /** Returns for example {@code kate@localhost showed "hi" after 31 s}. */
  public static String sentence(NodeName node, String text, Duration after) {
    return sentence(node.toString(), text, after);
  }

  /** Returns the same for a node or a room. */
  public static String sentence(String recipient, String text, Duration after) {
    return recipient + " showed \"" + shortened(text) + "\" after " + words(after);
  }

  /** Returns for example {@code kate@localhost answered "sleep 9000" after 9 s: ok}. */
  public static String result(NodeName node, String call, String result, Duration after) {
    return node
        + " answered \""
        + shortened(call)
        + "\" after "
        + after.toSeconds()
        + " s: "
        + result;
  }

  /** Returns the sentence about a late reply of any kind. */
  static String note(Reply reply, NodeName node, String text, Duration after) {
    return reply instanceof Done
        ? sentence(node, text, after)
        : ErrorMessages.late(reply.result(node).sentence(), after);
  }

  private static String words(Duration after) {
    if (after.toMinutes() < 2) {
      return after.toSeconds() + " s";
    } else if (after.toHours() < 2) {
      return after.toMinutes() + " min";
    }
    return after.toDays() < 2 ? after.toHours() + " h" : after.toDays() + " days";
  }

  /** Returns the first characters of a text that may be long. */
  public static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= QUOTED_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, QUOTED_CHARACTERS)) + "...";
  }
}
