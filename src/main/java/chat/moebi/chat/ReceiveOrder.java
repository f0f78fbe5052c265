package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last text that each sender's text may follow: if one is lost with a connection, a text behind
 * it is not shown before it. For one thread.
 */
final class ReceiveOrder {

  /** A sender that is forgotten has to send the texts again that have to follow another one. */
  private static final int MAX_SENDERS = 4_096;

  /** The id of each sender's last text, for one of its ActorSystems. */
  private final Map<ActorRef<Replies>, Long> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ActorRef<Replies>, Long> eldest) {
          return size() > MAX_SENDERS;
        }
      };

  /** Notes that a text has come; returns whether it follows the one that it has to follow. */
  boolean isNext(ActorRef<Replies> sender, Text text) {
    if (text.after() != 0) {
      Long former = last.get(sender);
      if (former == null || former != text.after()) {
        return false;
      }
    }
    last.put(sender, text.id());
    return true;
  }
}
