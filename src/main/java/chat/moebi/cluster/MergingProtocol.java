package chat.moebi.cluster;

import akka.actor.typed.ActorRef;
import chat.moebi.name.NodeName;
import java.util.List;
import java.util.Objects;

/** The messages that the {@link Merging} actors of nodes send to each other. */
public final class MergingProtocol {

  private MergingProtocol() {}

  /** A message to the merging actor. */
  public interface Command {}

  /**
   * Tells a node which cluster the sender is in.
   *
   * @param incarnation the sender's
   * @param members the incarnations of its cluster's members, the sender's among them
   * @param isNew whether the sender's ActorSystem has been in a cluster with no other node
   * @param isAnswer whether no answer is wanted
   */
  record Meet(
      NodeName from,
      long incarnation,
      List<Long> members,
      boolean isNew,
      boolean isAnswer,
      ActorRef<Command> merging)
      implements Command, WireMessage {
    Meet {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(merging, "merging");
      members = List.copyOf(members);
    }
  }

  /**
   * Tells a member of the sender's cluster to leave it and to join another.
   *
   * @param incarnation the one that is to leave; a later one has done so already
   * @param address {@code HOST:PORT} of a member of the other cluster
   */
  record GiveWay(long incarnation, String address) implements Command, WireMessage {
    GiveWay {
      Objects.requireNonNull(address, "address");
    }
  }
}
