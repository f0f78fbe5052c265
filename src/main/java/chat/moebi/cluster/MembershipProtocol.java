package chat.moebi.cluster;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.name.NodeName;
import java.util.Objects;

/** The messages to {@link Membership}, from other nodes and from actors of its own node. */
public final class MembershipProtocol {

  private MembershipProtocol() {}

  /** A message to the membership actor. */
  public interface Command {}

  /**
   * Greets a node, which answers with a {@link HelloAck}.
   *
   * @param to the incarnation that the hello is for, because another one may have its address now;
   *     0 for any
   * @param at the time at which the hello was sent, by the sender's own clock
   */
  record Hello(NodeName name, long incarnation, long to, long at, ActorRef<Command> replyTo)
      implements Command, WireMessage {
    Hello {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /**
   * Answers a {@link Hello}: messages pass in both directions.
   *
   * @param at repeats the time of the hello, so that its sender knows how old the answer is
   */
  record HelloAck(NodeName name, long incarnation, long at) implements Command, WireMessage {
    HelloAck {
      Objects.requireNonNull(name, "name");
    }
  }

  /** Answers a {@link Hello} for an incarnation that is dead: the sender has its address now. */
  record Gone(long incarnation) implements Command, WireMessage {}

  /** Passes on a newcomer's request to join the cluster; its name may be taken. */
  record Admit(AskToJoin ask) implements Command {}

  /** Ends the wait for hellos: the node is ready with the nodes that have answered so far. */
  record GoAhead(ActorRef<Ready> replyTo) implements Command {}

  /** Asks for one {@link Ready}, when every reachable member has answered this node's hello. */
  record WhenReady(ActorRef<Ready> replyTo) implements Command {}

  /** Answers {@link WhenReady} and {@link GoAhead}. */
  enum Ready {
    INSTANCE
  }
}
