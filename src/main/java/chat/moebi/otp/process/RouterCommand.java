package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.WireMessage;
import chat.moebi.otp.function.Invocation;
import java.util.List;

/** A message to a node's {@link ProcessRouter}: a {@link Signal} to pass on, or one of these. */
interface RouterCommand {

  /**
   * Asks a node to spawn a process; a {@link Signal.Answer} to the parent answers.
   *
   * @param parent the process that asks
   * @param linked whether the process is linked to its parent from its beginning
   * @param leader the group leader of the process
   */
  record SpawnRequest(long request, Invocation call, Pid parent, boolean linked, Pid leader)
      implements RouterCommand, WireMessage {
    public SpawnRequest {
      WireMessage.require(call, parent, leader);
    }
  }

  /**
   * Asks for the processes of a node, a page at a time.
   *
   * @param after only processes with a higher number
   */
  record ListRequest(long after, ActorRef<Page> replyTo) implements RouterCommand, WireMessage {
    public ListRequest {
      WireMessage.require(replyTo);
    }
  }

  /** Answers {@link ListRequest}. */
  record Page(List<ProcessInfo> processes, boolean hasMore) implements WireMessage {
    public Page {
      processes = List.copyOf(processes);
    }
  }

  /** Registers the pid that a process got. */
  record Born(long number, ActorRef<ProcessCommand> process, ProcessStatus status)
      implements RouterCommand {}

  /** Removes the pid of a process that has ended; {@link ProcessCommand.Forgotten} answers. */
  record Gone(long number, ActorRef<ProcessCommand> process) implements RouterCommand {}

  /**
   * A link or a monitor between processes of two nodes, as the sending node sees it.
   *
   * @param here the number of the process on the sending node
   * @param there the number of the process on the other node
   * @param monitor the number that the process here gave its monitor; {@link #LINK} for a link
   */
  record RemoteLink(long here, long there, long monitor) {

    /** Stands for the number of a monitor where there is a link. */
    static final long LINK = 0;
  }

  /** Lists the links and monitors that another node has with processes of this node. */
  record Audit(Pid node, List<RemoteLink> links) implements RouterCommand, WireMessage {
    public Audit {
      WireMessage.require(node);
      links = List.copyOf(links);
    }
  }

  /** Answers {@link Audit} with the links and monitors that the answering node does not have. */
  record Missing(Pid node, List<RemoteLink> links) implements RouterCommand, WireMessage {
    public Missing {
      WireMessage.require(node);
      links = List.copyOf(links);
    }
  }
}
