package chat.moebi.script;

import chat.moebi.chat.LateAnswer;
import chat.moebi.chat.SendResult;
import chat.moebi.cluster.Timeouts;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
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

/**
 * Uses a running node from outside, as a script does: one of this user on this host, or a contact
 * point on another. For one thread, which never waits for longer than it is told.
 */
public final class RelayClient implements AutoCloseable {

  /** Is shown what comes while a script waits. */
  public interface Display {
    /** Shows a text that was written to the script's label. */
    void show(NodeName from, String text);

    /** Shows a notice. */
    void note(String sentence);

    /** Takes why a node has turned this script away. */
    void turnedAway(String sentence);
  }

  private record Text(NodeName recipient, String text, long sentAt) {}

  private static final Duration TO_PONG = Duration.ofMillis(500);
  private static final Duration TO_SLOW_PONG = Duration.ofSeconds(3);
  private static final Duration TO_ANSWER = Duration.ofSeconds(2);

  /** What a timeout that the node keeps takes to be told here. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
  private final Map<Long, Text> sent = new HashMap<>();
  private final Display display;
  private final Link link;
  private boolean hasEnded;
  private long lastId;

  /**
   * Connects to a running node that is well: to the one that is named if it is, else to any.
   *
   * @param nodes those of the registry that may be used
   * @return nothing if none is
   */
  public static Optional<RelayClient> connect(
      Registry registry, List<RegistryEntry> nodes, String preferred, Display display)
      throws InterruptedException {
    List<RegistryEntry> entries = new ArrayList<>(nodes);
    entries.sort(Comparator.comparing(entry -> !entry.isCalled(preferred)));
    List<RelayClient> asked = new ArrayList<>();
    for (RegistryEntry entry : entries) {
      UnixDomainSocketAddress node = UnixDomainSocketAddress.of(registry.socket(entry));
      RelayClient client = new RelayClient(display, responses -> new SocketLink(node, responses));
      asked.add(client);
      if (client.hasPong(System.nanoTime() + TO_PONG.toNanos())) {
        return Optional.of(only(client, asked));
      } // It is frozen, starting or ending, or slow; another may serve.
    }
    long deadline = System.nanoTime() + TO_SLOW_PONG.toNanos();
    for (RelayClient client : asked) {
      if (client.hasPong(deadline)) {
        return Optional.of(only(client, asked));
      }
    }
    asked.forEach(RelayClient::close);
    return Optional.empty();
  }

  /**
   * Connects to the first contact point at which a node serves scripts.
   *
   * @param contacts those at which there is a node of the cookie
   * @return nothing if none does
   */
  public static Optional<RelayClient> connect(
      List<ContactPoint> contacts, Credentials credentials, Display display)
      throws InterruptedException {
    for (ContactPoint contact : contacts) {
      RelayClient client =
          new RelayClient(display, responses -> new RemoteLink(contact, credentials, responses));
      if (client.hasPong(System.nanoTime() + TO_SLOW_PONG.toNanos())) {
        return Optional.of(client);
      }
      client.close();
    }
    return Optional.empty();
  }

  private static RelayClient only(RelayClient one, List<RelayClient> all) {
    all.stream().filter(client -> client != one).forEach(RelayClient::close);
    return one;
  }

  private RelayClient(Display display, Function<Consumer<Response>, Link> transport) {
    this.display = display;
    this.link = transport.apply(responses::add);
    link.send(new Request.Ping());
  }

  /** Tells whether the node that relays has ended: then another is to be used. */
  public boolean hasEnded() {
    hasEnded |= responses.contains(new End());
    return hasEnded;
  }

  /**
   * Sends a text and returns what became of it; shows what comes meanwhile.
   *
   * @param recipient a full or a short name, and a valid one
   */
  public Sent send(NodeName label, String recipient, String text, Duration timeout)
      throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    long id = ++lastId;
    NodeName name = NodeName.parse(recipient, NodeName.DEFAULT_HOST);
    sent.put(id, new Text(name, text, System.nanoTime()));
    link.send(new Request.Send(id, label, recipient, text, bounded.toMillis()));
    long deadline = System.nanoTime() + bounded.plus(GRACE).toNanos();
    for (Response response = next(deadline); response != null; response = next(deadline)) {
      if (response instanceof Message message) {
        display.show(message.from(), message.text());
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
        return new Sent(id, Outcome.BUSY, full.sentence());
      } else if (response instanceof End) {
        hasEnded = true;
        return new Sent(
            id,
            Outcome.NO_ANSWER,
            "the node that relayed the message has ended; it may still arrive");
      }
    }
    // Not even the node that relays has said so; it may have died.
    hasEnded = !link.noticesAnEnd();
    return new Sent(id, Outcome.NO_ANSWER, new SendResult.NoAnswer(name, bounded).sentence());
  }

  private void late(Text text, Sent answer) {
    if (text != null && answer.outcome() == Outcome.COMPLETED) {
      Duration after = Duration.ofNanos(System.nanoTime() - text.sentAt());
      display.note(LateAnswer.sentence(text.recipient(), text.text(), after));
    }
  }

  /** Returns the nodes, or nothing if the running node does not answer. */
  public Optional<List<Response.Node>> nodes() throws InterruptedException {
    link.send(new Request.Nodes());
    long deadline = System.nanoTime() + TO_ANSWER.toNanos();
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
    link.close();
  }

  private boolean hasPong(long deadline) throws InterruptedException {
    if (hasEnded) {
      return false;
    }
    Response response = next(deadline);
    if (response instanceof Full full) {
      display.turnedAway(full.sentence());
    }
    hasEnded = response instanceof End || response instanceof Full;
    return response instanceof Pong;
  }

  private Response next(long deadline) throws InterruptedException {
    return responses.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
