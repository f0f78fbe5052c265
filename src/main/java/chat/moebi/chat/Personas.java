package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.name.NodeName;
import java.util.Optional;

/** Finds what answers the texts to a node in its stead: {@code chat.personas}. */
final class Personas {

  private final NodeName node;
  private final ChatSettings settings;
  private final ActorRef<SenderProtocol.Command> sender;

  /**
   * Creates the personas of a node.
   *
   * @param sender sends what they answer
   */
  Personas(NodeName node, ChatSettings settings, ActorRef<SenderProtocol.Command> sender) {
    this.node = node;
    this.settings = settings;
    this.sender = sender;
  }

  /** Returns what answers a text; an answer is not answered, or two personas would never end. */
  Optional<Behavior<?>> of(ReceiveMessages all, Text text) {
    NodeName name = all.to().name();
    String words = settings.personas().get(name.name());
    if (words == null || text.automatic() || text.toAll() || text.room() != null) {
      return Optional.empty();
    }
    Endpoint self = new Endpoint(name, node, Endpoint.OWN);
    return Optional.of(Moebi.create(self, all.from(), words, settings.answerTimeout(), sender));
  }
}
