package chat.moebi.chat;

import akka.Done;
import akka.actor.typed.ActorSystem;
import chat.moebi.cluster.View;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.node.Settings;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import chat.moebi.registry.ScriptSocket;
import chat.moebi.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A node that chats: the API for Java programs and for the console. The node keeps its JVM running
 * until {@link #close}, even after {@code main} has returned, since others may write to the node.
 * Thread-safe.
 *
 * <pre>{@code
 * try (Chat sophie = Chat.start("sophie", (from, text) -> System.out.println(from + ": " + text))) {
 *   SendResult result = sophie.send("moebi", "hi").toCompletableFuture().join();
 *   System.out.println(result.sentence());
 * }
 * }</pre>
 */
public final class Chat implements AutoCloseable {

  private final ChatNode parts;

  /**
   * Starts a node among the user's nodes on this host, with the user's own cookie, and returns when
   * it is ready. Other nodes can run functions on this node only after the program has called
   * {@code Otp.of(chat)}.
   *
   * @param name {@code kate}, or {@code kate@localhost}
   * @param output shows what other nodes send
   * @throws NodeException with a sentence for the user
   */
  public static Chat start(String name, Output output) {
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.named(name, Credentials.of(CookieFile.readOwn(environment)));
    return start(settings, Registry.ofUser(environment), output);
  }

  /**
   * Starts a node among those of a registry, and returns when it is ready. Other nodes can run
   * functions on this node only if an {@code Otp} is among the annexes, or after {@code
   * Otp.of(chat)}.
   *
   * @param annexes start before other nodes know this one
   * @throws IllegalArgumentException if no actor can have the name of an annex, or another one has
   * @throws NodeException with a sentence for the user
   */
  public static Chat start(
      Settings settings, Registry registry, Output output, Annex<?>... annexes) {
    return start(settings, registry, output, new ChatListener() {}, annexes);
  }

  /**
   * Starts a node, and calls a listener when the state of the node changes.
   *
   * @throws IllegalArgumentException if no actor can have the name of an annex, or another one has
   * @throws NodeException with a sentence for the user
   */
  public static Chat start(
      Settings settings,
      Registry registry,
      Output output,
      ChatListener listener,
      Annex<?>... annexes) {
    return new Chat(new ChatNode(settings, registry, output, listener, List.of(annexes)));
  }

  private Chat(ChatNode parts) {
    this.parts = parts;
  }

  /** Returns the node's name. */
  public NodeName name() {
    return parts.name();
  }

  /** Returns the nodes as this one knows them now, itself included. */
  public View view() {
    return parts.peers().view();
  }

  /** Sends a text and awaits its result for {@code chat.send-timeout}; see {@link Session#send}. */
  public CompletionStage<SendResult> send(String recipient, String text) {
    return parts.own().send(recipient, text);
  }

  /** Sends a text and awaits its result; see {@link Session#send}. */
  public CompletionStage<SendResult> send(String recipient, String text, Duration timeout) {
    return parts.own().send(recipient, text, timeout);
  }

  /** Sends a text to the other nodes in a room; see {@link Session#send}. */
  public CompletionStage<GroupResult> send(RoomName room, String text) {
    return parts.own().send(room, text, parts.sendTimeout());
  }

  /** Sends a text to all other nodes that can be reached; see {@link Session#sendToAll}. */
  public CompletionStage<GroupResult> sendToAll(String text) {
    return parts.own().sendToAll(text, parts.sendTimeout());
  }

  /** Returns the rooms that this node and others are in. */
  public Rooms rooms() {
    return parts.rooms();
  }

  /** Returns the texts that are kept for nodes that are away: {@code chat.keep}. */
  public Outbox outbox() {
    return parts.outbox();
  }

  /** Returns what rests on disk: {@code chat.history}. */
  public Store store() {
    return parts.store();
  }

  /**
   * Opens a session under another name, whose answers go to another output: a script's, which is no
   * node itself.
   */
  public Session open(NodeName label, Output answers) {
    return parts.session(parts.outputs().open(label, name(), answers));
  }

  /** Returns how long a send waits for its answer unless told. */
  public Duration sendTimeout() {
    return parts.sendTimeout();
  }

  /**
   * Returns the annex of a type, and waits until its actor has started.
   *
   * @param create creates the annex if the chat has none of that type yet
   * @throws IllegalArgumentException if no actor can have the name of the annex, or another one has
   * @throws IllegalStateException if the node was closed before the actor could start
   */
  public <A extends Annex<?>> A annex(Class<A> type, Function<Settings, A> create) {
    return parts.annexes().get(type, () -> create.apply(parts.settings()));
  }

  /**
   * Opens a socket for scripts in the registry, and opens it again each time its file is removed.
   *
   * @throws IOException if the socket cannot be opened, for example because the registry's path is
   *     too long
   */
  public void listen(ScriptSocket socket) throws IOException {
    parts.node().listen(socket);
  }

  /** Whether a node of that name runs on this host and has no cookie in common with this one. */
  public CompletionStage<Boolean> hasDifferentCookie(NodeName other) {
    return parts.peers().hasDifferentCookie(other);
  }

  /** Whether a node of that name is known here, or is starting on this host. */
  public CompletionStage<Boolean> knows(NodeName other) {
    return parts.peers().isKnown(other);
  }

  /** Returns how many nodes of this host have no cookie in common with this one. */
  public CompletionStage<Long> countOfDifferentCookie() {
    return parts.peers().countOfDifferentCookie();
  }

  /** Completes when each text that is being sent now has its result. */
  public CompletionStage<Void> whenAnswered() {
    return parts.outgoing().whenAnswered();
  }

  /** Completes when the node has ended because it was closed. */
  public CompletionStage<Done> whenTerminated() {
    return parts.node().whenTerminated();
  }

  /** Leaves the cluster and ends the node, within {@code chat.leave-timeout}. */
  @Override
  public void close() {
    parts.close();
  }

  ActorSystem<?> system() {
    return parts.node().system();
  }
}
