package chat.moebi.relay;

import chat.moebi.chat.SendResult;
import chat.moebi.node.NodeName;
import chat.moebi.node.Registry;
import chat.moebi.node.RegistryEntry;
import chat.moebi.relay.Response.End;
import chat.moebi.relay.Response.Message;
import chat.moebi.relay.Response.Outcome;
import chat.moebi.relay.Response.Sent;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Uses a running node of this user from outside, as a script does. For one thread. */
public final class RelayClient implements AutoCloseable {

  /** How much longer than its timeout a message's result may take to come back to a script. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final JsonLines node;
  private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();

  /**
   * Connects to a running node: to the one that is named if it is here, else to any.
   *
   * @return nothing if no node is running
   */
  public static Optional<RelayClient> connect(Registry registry, String preferred) {
    List<RegistryEntry> entries = new ArrayList<>(registry.entries());
    entries.sort(Comparator.comparing(entry -> !isNamed(entry.name(), preferred)));
    for (RegistryEntry entry : entries) {
      try {
        SocketChannel channel =
            SocketChannel.open(UnixDomainSocketAddress.of(registry.socket(entry)));
        return Optional.of(new RelayClient(new JsonLines(channel)));
      } catch (IOException e) {
        // It is starting or ending just now; another may serve.
      }
    }
    return Optional.empty();
  }

  private RelayClient(JsonLines node) {
    this.node = node;
    // A socket has no read timeout, and the node may be frozen.
    Thread reader = new Thread(this::read, "relay");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Sends a text and returns what became of it; texts that are written to the label meanwhile are
   * handed on.
   *
   * @param recipient a full or a short name, and a valid one
   */
  public Sent send(
      NodeName label, String recipient, String text, Duration timeout, Consumer<Message> answers)
      throws InterruptedException {
    request(new Request.Send(label, recipient, text, timeout.toMillis()));
    long deadline = System.nanoTime() + timeout.plus(GRACE).toNanos();
    while (true) {
      Response response = responses.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (response instanceof Message message) {
        answers.accept(message);
      } else if (response instanceof Sent sent) {
        return sent;
      } else {
        NodeName name = NodeName.parse(recipient, NodeName.DEFAULT_HOST);
        return new Sent(Outcome.NO_ANSWER, new SendResult.NoAnswer(name, timeout).sentence());
      }
    }
  }

  /** Returns the nodes, or nothing if the running node does not answer. */
  public Optional<List<Response.Node>> nodes() throws InterruptedException {
    request(new Request.Nodes());
    List<Response.Node> nodes = new ArrayList<>();
    while (true) {
      Response response = responses.poll(GRACE.toNanos(), TimeUnit.NANOSECONDS);
      if (response instanceof Response.Node known) {
        nodes.add(known);
      } else {
        return response instanceof End && !nodes.isEmpty() ? Optional.of(nodes) : Optional.empty();
      }
    }
  }

  @Override
  public void close() throws IOException {
    node.close();
  }

  private void request(Request request) {
    try {
      node.write(request);
    } catch (IOException e) {
      responses.add(new End()); // As if the node had said so: it has ended.
    }
  }

  private void read() {
    try {
      for (Response response = node.read(Response.class);
          response != null;
          response = node.read(Response.class)) {
        responses.add(response);
      }
    } catch (IOException e) {
      // Closed by either side; what it means is for the one who waits to say.
    }
    responses.add(new End());
  }

  private static boolean isNamed(NodeName name, String text) {
    return name.toString().equals(text) || name.name().equals(text);
  }
}
