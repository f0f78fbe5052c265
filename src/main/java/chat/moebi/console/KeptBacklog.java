package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Decides which texts a terminal leaves to {@code /history} when many were kept for its node: all
 * but the last of each sender.
 */
final class KeptBacklog {

  /** How many of many kept texts of one sender are shown. */
  static final int SHOWN = 20;

  /** The senders whose texts are left out. */
  private final Set<NodeName> leftOut = new HashSet<>();

  /** The senders whose last texts are shown, however many they write meanwhile. */
  private final Set<NodeName> ending = new HashSet<>();

  /**
   * Returns how many texts a sender's backlog has, if this message is the first that is left out.
   */
  synchronized OptionalInt begins(Message message) {
    return isLeftOut(message) && leftOut.add(message.from())
        ? OptionalInt.of(message.kept().orElseThrow().remaining() + 1)
        : OptionalInt.empty();
  }

  /** Whether a message is left to the history. */
  synchronized boolean isLeftOut(Message message) {
    int remaining = message.kept().map(Message.Kept::remaining).orElse(0);
    if (remaining >= SHOWN && !ending.contains(message.from())) {
      return true;
    }
    leftOut.remove(message.from());
    if (remaining > 0) {
      ending.add(message.from());
    } else {
      ending.remove(message.from());
    }
    return false;
  }
}
