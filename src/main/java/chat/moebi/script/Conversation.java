package chat.moebi.script;

import chat.moebi.chat.Chat;
import chat.moebi.chat.Session;
import chat.moebi.cluster.View.Peer;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Output;
import chat.moebi.script.Response.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers the requests of one script, over whichever connection they come. For one thread. */
final class Conversation implements AutoCloseable {

  /** How many texts of one script may be unanswered. */
  static final int MAX_UNANSWERED = 1_000;

  private final Chat chat;
  private final Output script;
  private final Calls calls;
  private final AtomicInteger unanswered = new AtomicInteger();

  /** Each script has one label, so no script can open any number of sessions. */
  private NodeName label;

  private Session session;

  /**
   * Begins a conversation.
   *
   * @param script shows what other nodes send to the script's label
   */
  Conversation(Chat chat, Output script) {
    this.chat = chat;
    this.script = script;
    this.calls = new Calls(chat);
  }

  /**
   * Carries out a request.
   *
   * @return completes with the responses, as {@link Session#send} does, whose rules apply
   */
  CompletionStage<List<Response>> answer(Request request) {
    if (request instanceof Request.Send send) {
      return send(send);
    } else if (request instanceof Request.Call call) {
      return call(call);
    }
    return CompletableFuture.completedStage(
        request instanceof Request.Nodes ? nodes() : List.of(Response.Pong.ofThisVersion()));
  }

  private CompletionStage<List<Response>> call(Request.Call call) {
    if (call.timeoutMillis() < 0) {
      return refused(call, Outcome.BAD_NAME, negative(call.timeoutMillis()));
    } else if (unanswered.get() >= MAX_UNANSWERED) {
      return refused(call, Outcome.BUSY, ErrorMessages.busy(chat.name()));
    }
    unanswered.incrementAndGet();
    return calls
        .call(call)
        .whenComplete((called, failure) -> unanswered.decrementAndGet())
        .thenApply(List::of);
  }

  private static CompletionStage<List<Response>> refused(
      Request.Call call, Outcome outcome, String sentence) {
    return CompletableFuture.completedStage(
        List.of(Response.Called.failed(call.id(), outcome, sentence)));
  }

  private static String negative(long timeoutMillis) {
    return "a timeout cannot be negative: " + timeoutMillis + " ms";
  }

  private CompletionStage<List<Response>> send(Request.Send send) {
    if (send.timeoutMillis() < 0) {
      return refused(send, Outcome.BAD_NAME, negative(send.timeoutMillis()));
    }
    if (label != null && !label.equals(send.label())) {
      return refused(send, Outcome.BAD_NAME, "this script is called " + label + " already");
    }
    if (unanswered.get() >= MAX_UNANSWERED) {
      return refused(send, Outcome.BUSY, ErrorMessages.busy(chat.name()));
    }
    if (chat.view().nodes().containsKey(send.label())) {
      // Its readers would take the text for the node's own, and their answers would go there.
      return refused(send, Outcome.BAD_NAME, ErrorMessages.nameOfNode(send.label()), true);
    }
    if (session == null) {
      label = send.label();
      session = chat.open(label, script);
    }
    unanswered.incrementAndGet();
    return (RoomName.isRoom(send.node()) ? sentToRoom(send) : sentToNode(send))
        .whenComplete((sent, failure) -> unanswered.decrementAndGet())
        .thenApply(List::of);
  }

  private CompletionStage<Response> sentToNode(Request.Send send) {
    NodeName to = meant(send.node()).orElse(null); // Before other nodes come or go.
    return session
        .send(send.node(), send.text(), Duration.ofMillis(send.timeoutMillis()), send.isKept())
        .thenApply(
            result ->
                new Response.Sent(send.id(), Outcome.of(result), result.sentence(), to, null));
  }

  /** Returns the node that a name means; empty if the name means none, a room or several. */
  private Optional<NodeName> meant(String name) {
    try {
      List<NodeName> meant =
          NodeName.isFull(name) ? List.of(NodeName.parse(name)) : chat.view().meant(name);
      return Optional.of(meant.get(0)).filter(node -> meant.size() == 1);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The session says why.
    }
  }

  private CompletionStage<Response> sentToRoom(Request.Send send) {
    RoomName room;
    try {
      room = RoomName.parse(send.node());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedStage(
          Response.Sent.of(send.id(), Outcome.BAD_NAME, e.getMessage()));
    }
    return session
        .send(room, send.text(), Duration.ofMillis(send.timeoutMillis()), send.isKept())
        .thenApply(result -> Response.Sent.of(send.id(), Outcome.of(result), result.sentence()));
  }

  private CompletionStage<List<Response>> refused(
      Request.Send send, Outcome outcome, String sentence) {
    return refused(send, outcome, sentence, null);
  }

  private CompletionStage<List<Response>> refused(
      Request.Send send, Outcome outcome, String sentence, Boolean labelTaken) {
    NodeName to = meant(send.node()).orElse(null);
    return CompletableFuture.completedStage(
        List.of(new Response.Sent(send.id(), outcome, sentence, to, labelTaken)));
  }

  private List<Response> nodes() {
    List<Response> nodes = new ArrayList<>();
    for (Peer peer : chat.view().nodes().values()) {
      String status = peer.isReachable() ? "up" : "unreachable";
      nodes.add(new Response.Node(peer.name(), peer.hostAndPort(), status));
    }
    nodes.add(new Response.End());
    return nodes;
  }

  /**
   * Ends the conversation: what other nodes send to the script's label is dropped, and the tasks
   * that the script waits for are shut down.
   */
  @Override
  public void close() {
    calls.close();
    if (session != null) {
      session.close();
    }
  }
}
