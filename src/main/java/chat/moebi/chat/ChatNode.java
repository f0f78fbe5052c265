package chat.moebi.chat;

import chat.moebi.name.NodeName;
import chat.moebi.node.Node;
import chat.moebi.node.Settings;
import chat.moebi.output.Output;
import chat.moebi.registry.Registry;
import chat.moebi.store.Store;
import chat.moebi.store.StoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The parts of a {@link Chat}, from its node's start to its end. Thread-safe. */
final class ChatNode {

  private final Settings settings;
  private final Duration sendTimeout;
  private final Annexes annexes;
  private final Keeping keeping;
  private final Outputs outputs;
  private final Peers peers;
  private final Rooms rooms;
  private final Outgoing outgoing;
  private final Outbox outbox;
  private final Session own;
  private final Node node;

  ChatNode(
      Settings settings,
      Registry registry,
      Output output,
      ChatListener listener,
      List<Annex<?>> annexes) {
    ChatSettings chat = ChatSettings.from(settings.config());
    this.settings = settings;
    this.sendTimeout = chat.sendTimeout();
    this.annexes = new Annexes(annexes); // First, since it may refuse; no thread runs yet.
    Store store = chat.remembers() ? newStore() : Store.none();
    this.keeping =
        Keeping.in(
            store,
            new RoomMemory(name(), store, () -> node().rooms(), chat.remembers(), chat.keeps()));
    this.outputs =
        new Outputs(output, writer -> keeping.shown().remembering(listener.receiver(writer)));
    this.peers = new Peers(this::node, chat.isLocal());
    this.rooms = new Rooms(() -> node().rooms(), peers, keeping.rooms());
    this.outgoing = new Outgoing(peers, outputs, keeping.diversions(), chat::newWindow);
    this.outbox = new Outbox(name(), chat, keeping, outgoing, peers, outputs::notice);
    SentTexts past = new SentTexts(keeping.store());
    this.own = session(Endpoint.of(name()), Optional.of(past).filter(p -> chat.remembers()));
    if (chat.keeps()) {
      outbox.prepare();
    }
    this.node = startNode(registry, chat, listener);
    node.whenTerminated().thenRun(this::ended);
    keeping.rooms().open();
    keeping.store().open(); // Now, since nobody is to wait for a disk before the node is ready.
    if (chat.keeps()) {
      outbox.open();
    }
  }

  private Store newStore() {
    return Store.of(
        StoreSettings.from(settings.config(), System.getenv()),
        settings.name(),
        note -> outputs().notice(note));
  }

  private Node startNode(Registry registry, ChatSettings chat, ChatListener listener) {
    Answering answering = Answering.through(outgoing, own, name(), sendTimeout);
    try {
      return Node.start(
          settings,
          registry,
          actors ->
              ChatGuardian.create(
                  actors, name(), chat, outputs, answering, keeping, annexes, outgoing::sender),
          new NodeEvents(listener, outputs, outgoing, outbox, keeping.rooms(), annexes));
    } catch (RuntimeException | Error e) {
      outbox.close();
      keeping.store().close();
      outputs.close();
      throw e;
    }
  }

  Settings settings() {
    return settings;
  }

  NodeName name() {
    return settings.name();
  }

  Duration sendTimeout() {
    return sendTimeout;
  }

  Annexes annexes() {
    return annexes;
  }

  Store store() {
    return keeping.store();
  }

  Outputs outputs() {
    return outputs;
  }

  Peers peers() {
    return peers;
  }

  Rooms rooms() {
    return rooms;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Returns the session of the node itself. */
  Session own() {
    return own;
  }

  /** Returns a session of a script. */
  Session session(Endpoint self) {
    return session(self, Optional.empty());
  }

  private Session session(Endpoint self, Optional<SentTexts> past) {
    return new Session(self, sendTimeout, peers, rooms, outgoing, outputs, past);
  }

  Node node() {
    return node;
  }

  void close() {
    try {
      node.close();
    } finally {
      outputs.close();
    }
  }

  // What is to be kept of the last texts is written, whatever ends the node.
  private void ended() {
    outgoing.stop();
    annexes.end();
    outputs.forget();
    outbox.close();
    keeping.store().close();
  }
}
