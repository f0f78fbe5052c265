package chat.moebi.script;

import chat.moebi.chat.LateAnswer;
import chat.moebi.cluster.Timeouts;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import chat.moebi.script.Response.Called;
import chat.moebi.script.Response.End;
import chat.moebi.script.Response.Full;
import chat.moebi.script.Response.Message;
import chat.moebi.script.Response.Note;
import chat.moebi.script.Response.Outcome;
import chat.moebi.script.Response.Pong;
import chat.moebi.script.Response.Sent;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A script's side of a running node of this user, or of a contact point. Used by one thread. */
public final class ScriptClient implements AutoCloseable {

  private record Text(String recipient, String text, long sentAt) {}

  private static final Duration PING_TIMEOUT = Duration.ofMillis(500);
  private static final Duration LONG_PING_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

  /** How long after its timeout the node may take to answer that the timeout is over. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private static final String RELAY_ENDED =
      "the node that relayed the message has ended; it may still arrive";

  private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
  private final Map<Long, Text> sent = new HashMap<>();
  private final ScriptDisplay display;
  private final NodeConnection connection;
  private boolean hasEnded;
  private Pong pong; // Null until the node has answered.
  private long lastId;

  /** Loads the classes of a connection, which takes longer than to use them. */
  public static void prepare() {
    Json.prepare();
  }

  /**
   * Connects to a running node that answers: the preferred one if possible, else any other. For a
   * room, one of an older version is used only if no other answers soon.
   *
   * @param nodes the nodes of the registry that the script may use
   * @param preferred a full or short name, or a room
   * @return nothing if no node answers
   */
  public static Optional<ScriptClient> connect(
      Registry registry, List<RegistryEntry> nodes, String preferred, ScriptDisplay display)
      throws InterruptedException {
    List<ScriptClient> asked = new ArrayList<>();
    Optional<ScriptClient> found = Optional.empty();
    for (RegistryEntry entry :
        nodes.stream().sorted(Comparator.comparing(entry -> !entry.isCalled(preferred))).toList()) {
      UnixDomainSocketAddress node = UnixDomainSocketAddress.of(registry.socket(entry));
      ScriptClient client =
          new ScriptClient(display, responses -> new SocketConnection(node, responses));
      asked.add(client);
      if (client.hasPong(System.nanoTime() + PING_TIMEOUT.toNanos())
          && !(RoomName.isRoom(preferred) && client.isOlder())) {
        found = Optional.of(client);
        break;
      } // The node is frozen, starting, ending or slow; another one may answer.
    }
    long deadline = System.nanoTime() + LONG_PING_TIMEOUT.toNanos();
    for (ScriptClient client : asked) {
      if (found.isEmpty() && client.hasPong(deadline)) {
        found = Optional.of(client);
      } else if (found.filter(client::equals).isEmpty()) {
        client.close();
      }
    }
    return found;
  }

  /**
   * Connects to the first contact point at which a node serves scripts.
   *
   * @param contacts the contact points at which there is a node of the cookie
   * @return nothing if no node answers
   */
  public static Optional<ScriptClient> connect(
      List<ContactPoint> contacts, Credentials credentials, ScriptDisplay display)
      throws InterruptedException {
    for (ContactPoint contact : contacts) {
      ScriptClient client =
          new ScriptClient(
              display, responses -> new RemoteConnection(contact, credentials, responses));
      if (client.hasPong(System.nanoTime() + LONG_PING_TIMEOUT.toNanos())) {
        return Optional.of(client);
      }
      client.close();
    }
    return Optional.empty();
  }

  private ScriptClient(
      ScriptDisplay display, Function<Consumer<Response>, NodeConnection> connect) {
    this.display = display;
    this.connection = connect.apply(responses::add);
    connection.send(new Request.Ping());
  }

  /** Whether the node is of a version that knows no rooms, and calls no functions for scripts. */
  public boolean isOlder() {
    return pong.version() == null;
  }

  /** Whether the node has ended, so that the script has to use another one. */
  public boolean hasEnded() {
    hasEnded |= responses.contains(new End());
    return hasEnded;
  }

  /**
   * Sends a text and returns its result; shows what comes meanwhile.
   *
   * @param recipient a valid name of a node, full or short, or of a room
   * @param keep whether the text is to be kept when it cannot be shown now
   */
  public Sent send(NodeName label, String recipient, String text, Duration timeout, boolean keep)
      throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    long id = ++lastId;
    String name =
        RoomName.isRoom(recipient)
            ? recipient
            : NodeName.parse(recipient, NodeName.DEFAULT_HOST).toString();
    sent.put(id, new Text(name, text, System.nanoTime()));
    long millis = bounded.toMillis();
    connection.send(new Request.Send(id, label, recipient, text, millis, keep ? true : null));
    long deadline = System.nanoTime() + bounded.plus(GRACE).toNanos();
    for (Response response = next(deadline); response != null; response = next(deadline)) {
      if (response instanceof Message message) {
        display.show(message);
      } else if (response instanceof Note note) {
        display.note(note.sentence());
      } else if (response instanceof Sent answer) {
        Text answered = sent.remove(answer.id());
        if (answer.id() == id) {
          return answer;
        }
        late(answered, answer);
      } else if (response instanceof Full full) {
        hasEnded = true;
        return Sent.of(id, Outcome.BUSY, full.sentence());
      } else if (response instanceof End) {
        hasEnded = true;
        return Sent.of(id, Outcome.NO_ANSWER, RELAY_ENDED);
      }
    }
    // The node has not even answered that the timeout is over; it may have died.
    hasEnded = !connection.noticesEnd();
    return Sent.of(id, Outcome.NO_ANSWER, ErrorMessages.noAnswer(name, bounded));
  }

  /**
   * Runs a function as a supervised task, and returns its result; shows what comes meanwhile.
   *
   * @param node a valid name, full or short
   * @param arguments as they would be typed at the prompt
   * @return nothing if the running node is of an older version, which cannot do that
   */
  public Optional<Called> call(String node, String function, String arguments, Duration timeout)
      throws InterruptedException {
    if (isOlder()) {
      return Optional.empty();
    }
    Duration bounded = Timeouts.checked(timeout);
    long id = ++lastId;
    connection.send(new Request.Call(id, node, function, arguments, bounded.toMillis()));
    long deadline = System.nanoTime() + bounded.plus(GRACE).toNanos();
    Response response = next(deadline);
    while (response != null && !(response instanceof Called || response instanceof End)) {
      if (response instanceof Note note) {
        display.note(note.sentence());
      }
      response = next(deadline);
    }
    if (response instanceof Called called) {
      return Optional.of(called);
    }
    NodeName name = NodeName.parse(node, NodeName.DEFAULT_HOST);
    String none = response == null ? ErrorMessages.noResult(name, bounded) : RELAY_ENDED;
    return Optional.of(Called.failed(id, Outcome.NO_ANSWER, none));
  }

  private void late(Text text, Sent answer) {
    if (text != null && answer.outcome() == Outcome.COMPLETED) {
      Duration after = Duration.ofNanos(System.nanoTime() - text.sentAt());
      display.note(LateAnswer.sentence(text.recipient(), text.text(), after));
    }
  }

  /** Returns the nodes, or nothing if the running node does not answer. */
  public Optional<List<Response.Node>> nodes() throws InterruptedException {
    connection.send(new Request.Nodes());
    long deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
    List<Response.Node> nodes = new ArrayList<>();
    Response response = next(deadline);
    while (response instanceof Response.Node node) {
      nodes.add(node);
      response = next(deadline);
    }
    return response instanceof End && !nodes.isEmpty() ? Optional.of(nodes) : Optional.empty();
  }

  @Override
  public void close() {
    connection.close();
  }

  private boolean hasPong(long deadline) throws InterruptedException {
    if (!hasEnded && pong == null) {
      Response response = next(deadline);
      if (response instanceof Full full) {
        display.refused(full.sentence());
      }
      hasEnded = response instanceof End || response instanceof Full;
      pong = response instanceof Pong answer ? answer : null;
    }
    return pong != null;
  }

  private Response next(long deadline) throws InterruptedException {
    return responses.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
