package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last ordered text of each sender, which the next one has to follow: if one is lost with a
 * connection, a text behind it is not shown before it. For one thread.
 */
final class ReceiveOrder {

  /** A sender that is forgotten has to send the texts again that have to follow another one. */
  private static final int MAX_SENDERS = 4_096;

  private static final class Last {
    long id;
  }

  /** The id of each sender's last ordered text, for one of its ActorSystems. */
  private final Map<ActorRef<Replies>, Last> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ActorRef<Replies>, Last> eldest) {
          return size() > MAX_SENDERS;
        }
      };

  private ActorRef<Replies> recentSender;
  private Last recent;

  /** Notes that a text has come; returns whether it follows the one that it has to follow. */
  boolean isNext(ActorRef<Replies> sender, Text text) {
    if (text.after() == 0) {
      return true;
    }
    if (sender != recentSender) { // Most texts come many at a time.
      recent = last.computeIfAbsent(sender, s -> new Last());
      recentSender = sender;
    }
    if (text.after() != text.id() && text.after() != recent.id) {
      return false;
    }
    recent.id = text.id();
    return true;
  }
}
