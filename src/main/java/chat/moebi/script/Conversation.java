package chat.moebi.script;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import chat.moebi.output.Output;
import chat.moebi.script.Response.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers the requests of one script, whichever way they come: relays what it sends through this
 * node, under its label. For one thread.
 */
final class Conversation implements AutoCloseable {

  private final Chat chat;
  private final Output script;
  private final Map<NodeName, Session> sessions = new HashMap<>();

  /**
   * Begins one.
   *
   * @param script is shown what is written to the script's labels meanwhile
   */
  Conversation(Chat chat, Output script) {
    this.chat = chat;
    this.script = script;
  }

  /**
   * Does what is asked, and returns what is to be answered.
   *
   * @return completes as a {@link Session#send} does, whose rules apply
   */
  CompletionStage<List<Response>> answer(Request request) {
    if (request instanceof Request.Send send) {
      return send(send);
    }
    return CompletableFuture.completedFuture(
        request instanceof Request.Nodes ? nodes() : List.of(new Response.Pong()));
  }

  private CompletionStage<List<Response>> send(Request.Send send) {
    Duration timeout = Duration.ofMillis(send.timeoutMillis());
    if (timeout.isNegative()) {
      String sentence = "a timeout cannot be negative: " + send.timeoutMillis() + " ms";
      return CompletableFuture.completedFuture(
          List.of(new Response.Sent(send.id(), Outcome.BAD_NAME, sentence)));
    }
    return sessions
        .computeIfAbsent(send.label(), label -> chat.open(label, script))
        .send(send.node(), send.text(), timeout)
        .thenApply(result -> List.of(sent(send, result)));
  }

  private static Response sent(Request.Send send, SendResult result) {
    return new Response.Sent(send.id(), Outcome.of(result), result.sentence());
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

  /** Ends it: what is written to its labels from now on is dropped. */
  @Override
  public void close() {
    sessions.values().forEach(Session::close);
  }
}
