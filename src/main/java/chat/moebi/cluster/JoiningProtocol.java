package chat.moebi.cluster;

import akka.Done;
import akka.actor.typed.ActorRef;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The messages to {@link Joining}, from other nodes and from its own, and its answers. */
public final class JoiningProtocol {

  private JoiningProtocol() {}

  /** A message to the joining actor. */
  public interface Command {}

  /**
   * Starts joining.
   *
   * @param ready completes when the node is ready, or fails with a {@link NodeException}
   * @param at when, by {@link System#nanoTime()}
   */
  public record Start(CompletableFuture<Done> ready, long at) implements Command {

    /** Starts now. */
    public Start(CompletableFuture<Done> ready) {
      this(ready, System.nanoTime());
    }

    void fail(Reason reason, String sentence) {
      ready.completeExceptionally(new NodeException(reason, sentence));
    }

    /** The actor fails: fails the start too, so that nobody waits for it any longer. */
    void failWithActor() {
      fail(Reason.FAILED, "joining failed; see the log, and try again");
    }
  }

  /** Asks another node, before joining its cluster, whether the name is free. */
  record AskToJoin(NodeName name, long incarnation, ActorRef<JoinAnswer> replyTo)
      implements Command, WireMessage {
    AskToJoin {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Answers {@link AskToJoin}. */
  sealed interface JoinAnswer extends WireMessage {}

  /** Lets the newcomer join this member's cluster. */
  record Welcome(NodeName by) implements JoinAnswer {
    public Welcome {
      Objects.requireNonNull(by, "by");
    }
  }

  /** Refuses the newcomer: a living node has its name. */
  record NameTaken(NodeName name) implements JoinAnswer {
    public NameTaken {
      Objects.requireNonNull(name, "name");
    }
  }

  /** Promises not to form a cluster for a while, so that the newcomer can form one. */
  record FormFirst(NodeName by) implements JoinAnswer {
    public FormFirst {
      Objects.requireNonNull(by, "by");
    }
  }

  /** Asks the newcomer to ask again: the answer is not decided yet. */
  record Later(NodeName by) implements JoinAnswer {
    public Later {
      Objects.requireNonNull(by, "by");
    }
  }
}
