package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.WireMessage;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Invocation;
import java.util.List;
import java.util.Objects;

/** A message to a node's {@link ProcessRouter}: a {@link Signal} to pass on, or one of these. */
public interface RouterCommand {

  /**
   * Asks a node to spawn a process; a {@link Signal.Spawned} answers.
   *
   * @param request comes back in the answer
   * @param parent the process that asks
   * @param linked the process is linked to its parent from its beginning
   * @param leader the group leader of the process
   */
  record SpawnRequest(long request, Invocation call, Pid parent, boolean linked, Pid leader)
      implements RouterCommand, WireMessage {
    /** Checks that nothing is missing. */
    public SpawnRequest {
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(parent, "parent");
      Objects.requireNonNull(leader, "leader");
    }
  }

  /** Passes a spawn request on to a node. */
  record SpawnAt(NodeName node, SpawnRequest request) implements RouterCommand {}

  /**
   * Asks for the processes of a node, a page at a time.
   *
   * @param after only processes with a higher number
   */
  record ListRequest(long after, ActorRef<Page> replyTo) implements RouterCommand, WireMessage {
    /** Checks that nothing is missing. */
    public ListRequest {
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Passes a list request on to a node; without a connection to the node, no answer comes. */
  record ListAt(NodeName node, ListRequest request) implements RouterCommand {}

  /** Answers {@link ListRequest}. */
  record Page(List<ProcessInfo> processes, boolean hasMore) implements WireMessage {
    /** Checks that nothing is missing. */
    public Page {
      processes = List.copyOf(processes);
    }
  }

  /** Says that a process has got a pid. */
  record Born(long number, ActorRef<ProcessCommand> process, ProcessStatus status)
      implements RouterCommand {}

  /** Says that a process has ended; {@link ProcessCommand.Forgotten} answers. */
  record Gone(long number, ActorRef<ProcessCommand> process) implements RouterCommand {}

  /** Lists the links and monitors that another node has with processes of this node. */
  record Audit(NodeName node, long incarnation, List<RemoteLink> links)
      implements RouterCommand, WireMessage {
    /** Checks that nothing is missing. */
    public Audit {
      Objects.requireNonNull(node, "node");
      links = List.copyOf(links);
    }
  }

  /** Answers {@link Audit} with the links and monitors that this node does not have. */
  record Missing(NodeName node, long incarnation, List<RemoteLink> links)
      implements RouterCommand, WireMessage {
    /** Checks that nothing is missing. */
    public Missing {
      Objects.requireNonNull(node, "node");
      links = List.copyOf(links);
    }
  }
}
