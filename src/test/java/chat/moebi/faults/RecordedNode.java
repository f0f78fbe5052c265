package chat.moebi.faults;

import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.chat.Annex;
import chat.moebi.chat.Chat;
import chat.moebi.chat.ChatListener;
import chat.moebi.chat.GroupResult;
import chat.moebi.chat.SendResult;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.node.Settings;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A node of the chat that records what it shows and reports, and can cut its links. A restart keeps
 * the records. Thread-safe.
 */
final class RecordedNode implements AutoCloseable {

  private static final Config TESTABLE =
      ConfigFactory.parseString(
          """
          akka {
            # The multi-node testkit was not published for this patch release of Akka.
            fail-mixed-versions = off
            remote.artery.advanced.test-mode = on
          }
          """);

  /** Longer texts would fill the report of a failure. */
  private static final int LONG = 1000;

  private final NodeName name;
  private final Path registry;
  private final Map<String, ?> settings;
  private final Links links = new Links();
  private final Queue<String> shown = new ConcurrentLinkedQueue<>();
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();
  private final Queue<Boolean> connections = new ConcurrentLinkedQueue<>();
  private volatile Chat chat;

  /**
   * Creates a node without starting it.
   *
   * @param name its short name
   * @param registry the directory of its registry
   * @param settings the settings that differ from the built-in ones
   */
  RecordedNode(String name, Path registry, Map<String, ?> settings) {
    this.name = NodeName.parse(name + "@localhost");
    this.registry = registry;
    this.settings = settings;
  }

  /** Starts the node, and returns when it is ready. */
  RecordedNode start() {
    Config config =
        ConfigFactory.parseMap(settings)
            .withFallback(ConfigFactory.parseMap(Map.of("chat.name", name.toString())))
            .withFallback(TESTABLE)
            .withFallback(ConfigFactory.load());
    chat =
        Chat.start(
            Settings.from(config, TestCookie.CREDENTIALS),
            Registry.at(registry),
            output(),
            listener(),
            new LinksAnnex());
    return this;
  }

  /** Leaves the cluster; does nothing if the node was not started. */
  @Override
  public void close() {
    if (chat != null) {
      chat.close();
    }
  }

  NodeName name() {
    return name;
  }

  /** Returns the texts shown so far, each as {@code kate@localhost: hi}. */
  List<String> shown() {
    return List.copyOf(shown);
  }

  /** Returns the texts of one sender shown so far. */
  List<String> shownOf(String sender) {
    String start = sender + "@localhost: ";
    return shown.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  /** Returns the notes so far. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Forgets the notes so far. */
  void clearNotes() {
    notes.clear();
  }

  /**
   * Returns the reported changes of the connection: false when the node was cut off, true when it
   * was back.
   */
  List<Boolean> connections() {
    return List.copyOf(connections);
  }

  /** Returns the status of a node by its short name; empty if the node is not known. */
  Optional<Status> status(String other) {
    return peer(other).map(Peer::status);
  }

  /** Returns the incarnation of another node that this node knows. */
  long incarnation(String other) {
    return peer(other).orElseThrow().incarnation();
  }

  /** Returns the port of another node that this node knows. */
  int port(String other) {
    String hostAndPort = peer(other).orElseThrow().hostAndPort();
    return Integer.parseInt(hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1));
  }

  /** Returns the names of the nodes that can be reached, itself included. */
  List<String> reachable() {
    return chat.view().nodes().values().stream()
        .filter(Peer::isReachable)
        .map(p -> p.name().name())
        .toList();
  }

  /** Sends a text, and waits for the result. */
  SendResult send(String other, String text) {
    return sendAsync(other, text, chat.sendTimeout()).join();
  }

  CompletableFuture<SendResult> sendAsync(String other, String text, Duration timeout) {
    return chat.send(other, text, timeout).toCompletableFuture();
  }

  /** Joins a room, and waits until the others know it. */
  void join(String room) {
    chat.rooms().join(RoomName.parse(room)).toCompletableFuture().join();
  }

  /** Returns the short names of the nodes that are in a room, as far as this node knows. */
  List<String> membersOf(String room) {
    return chat.rooms().members(RoomName.parse(room)).stream().map(NodeName::name).toList();
  }

  /** Sends a text to a room, and waits for the result. */
  GroupResult sendToRoom(String room, String text) {
    return chat.send(RoomName.parse(room), text).toCompletableFuture().join();
  }

  /** Cuts the link to another node that this node knows. */
  void cut(String other) {
    cut(port(other));
  }

  /** Cuts the link to a port; possible before the start, too. */
  void cut(int port) {
    links.cut("localhost:" + port);
  }

  /** Heals all links of this node. */
  void heal() {
    links.heal();
  }

  private Optional<Peer> peer(String other) {
    return Optional.ofNullable(chat.view().nodes().get(NodeName.parse(other + "@localhost")));
  }

  private Output output() {
    return new Output() {
      @Override
      public void show(NodeName from, String text) {
        shown.add(from + ": " + (text.length() > LONG ? "a long text" : text));
      }

      @Override
      public void note(String sentence) {
        notes.add(sentence);
      }
    };
  }

  private ChatListener listener() {
    return new ChatListener() {
      @Override
      public void connected(boolean isConnected) {
        connections.add(isConnected);
      }
    };
  }

  /** Cuts the links of each ActorSystem before it joins others. */
  private final class LinksAnnex implements Annex<Void> {
    @Override
    public String name() {
      return "links";
    }

    @Override
    public SupervisorStrategy strategy() {
      return SupervisorStrategy.stop();
    }

    @Override
    public Behavior<Void> start(ActorContext<Void> context, Environment environment) {
      links.of(Adapter.toClassic(context.getSystem()));
      return Behaviors.empty();
    }
  }
}
