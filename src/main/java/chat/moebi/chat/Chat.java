package chat.moebi.chat;

import akka.Done;
import akka.actor.typed.ActorSystem;
import chat.moebi.cluster.View;
import chat.moebi.cookie.CookieFile;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.node.Node;
import chat.moebi.node.Settings;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import chat.moebi.registry.ScriptSocket;
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

  private final Settings settings;
  private final Duration sendTimeout;
  private final Outputs outputs;
  private final Peers peers;
  private final Rooms rooms;
  private final Outgoing outgoing;
  private final Annexes annexes;
  private final Session own;
  private final Node node;

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
    return new Chat(settings, registry, output, listener, List.of(annexes));
  }

  private Chat(
      Settings settings,
      Registry registry,
      Output output,
      ChatListener listener,
      List<Annex<?>> annexes) {
    ChatSettings chat = ChatSettings.from(settings.config());
    this.settings = settings;
    this.sendTimeout = chat.sendTimeout();
    this.annexes = new Annexes(annexes); // First, since it may refuse; no thread runs yet.
    this.outputs = new Outputs(output, listener::receiver);
    this.peers = new Peers(this::node, chat.isLocal());
    this.rooms = new Rooms(() -> node().rooms(), peers);
    this.outgoing = new Outgoing(peers, outputs, chat::newWindow);
    this.own = session(Endpoint.of(name()));
    this.node = startNode(registry, chat, listener);
    node.whenTerminated().thenRun(this::ended);
  }

  private Node startNode(Registry registry, ChatSettings chat, ChatListener listener) {
    Answering answering = Answering.through(outgoing, own, name(), sendTimeout);
    try {
      return Node.start(
          settings,
          registry,
          actors ->
              ChatGuardian.create(
                  actors, name(), chat, outputs, answering, annexes, outgoing::sender),
          new NodeEvents(listener, outputs, outgoing, annexes));
    } catch (RuntimeException | Error e) {
      outputs.close();
      throw e;
    }
  }

  private Node node() {
    return node;
  }

  /** Returns the node's name. */
  public NodeName name() {
    return settings.name();
  }

  /** Returns the nodes as this one knows them now, itself included. */
  public View view() {
    return peers.view();
  }

  /** Sends a text and awaits its result for {@code chat.send-timeout}; see {@link Session#send}. */
  public CompletionStage<SendResult> send(String recipient, String text) {
    return own.send(recipient, text);
  }

  /** Sends a text and awaits its result; see {@link Session#send}. */
  public CompletionStage<SendResult> send(String recipient, String text, Duration timeout) {
    return own.send(recipient, text, timeout);
  }

  /** Sends a text to the other nodes in a room; see {@link Session#send}. */
  public CompletionStage<GroupResult> send(RoomName room, String text) {
    return own.send(room, text, sendTimeout);
  }

  /** Sends a text to all other nodes that can be reached; see {@link Session#sendToAll}. */
  public CompletionStage<GroupResult> sendToAll(String text) {
    return own.sendToAll(text, sendTimeout);
  }

  /** Returns the rooms that this node and others are in. */
  public Rooms rooms() {
    return rooms;
  }

  /**
   * Opens a session under another name, whose answers go to another output: a script's, which is no
   * node itself.
   */
  public Session open(NodeName label, Output answers) {
    return session(outputs.open(label, name(), answers));
  }

  private Session session(Endpoint self) {
    return new Session(self, sendTimeout, peers, rooms, outgoing, outputs);
  }

  /** Returns how long a send waits for its answer unless told. */
  public Duration sendTimeout() {
    return sendTimeout;
  }

  /**
   * Returns the annex of a type, and waits until its actor has started.
   *
   * @param create creates the annex if the chat has none of that type yet
   * @throws IllegalArgumentException if no actor can have the name of the annex, or another one has
   * @throws IllegalStateException if the node was closed before the actor could start
   */
  public <A extends Annex<?>> A annex(Class<A> type, Function<Settings, A> create) {
    return annexes.get(type, () -> create.apply(settings));
  }

  /**
   * Opens a socket for scripts in the registry, and opens it again each time its file is removed.
   *
   * @throws IOException if the socket cannot be opened, for example because the registry's path is
   *     too long
   */
  public void listen(ScriptSocket socket) throws IOException {
    node.listen(socket);
  }

  /** Whether a node of that name runs on this host and has no cookie in common with this one. */
  public CompletionStage<Boolean> hasDifferentCookie(NodeName other) {
    return peers.hasDifferentCookie(other);
  }

  /** Whether a node of that name is known here, or is starting on this host. */
  public CompletionStage<Boolean> knows(NodeName other) {
    return peers.isKnown(other);
  }

  /** Returns how many nodes of this host have no cookie in common with this one. */
  public CompletionStage<Long> countOfDifferentCookie() {
    return peers.countOfDifferentCookie();
  }

  /** Completes when each text that is being sent now has its result. */
  public CompletionStage<Void> whenAnswered() {
    return outgoing.whenAnswered();
  }

  /** Completes when the node has ended because it was closed. */
  public CompletionStage<Done> whenTerminated() {
    return node.whenTerminated();
  }

  /** Leaves the cluster and ends the node, within {@code chat.leave-timeout}. */
  @Override
  public void close() {
    try {
      node.close();
    } finally {
      outputs.close();
    }
  }

  private void ended() {
    outgoing.stop();
    annexes.end();
    outputs.forget();
  }

  ActorSystem<?> system() {
    return node.system();
  }
}
