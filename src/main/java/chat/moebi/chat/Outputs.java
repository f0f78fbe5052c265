package chat.moebi.chat;

import chat.moebi.cluster.Presence;
import chat.moebi.name.NodeName;
import chat.moebi.output.Output;
import chat.moebi.output.OutputWriter;
import chat.moebi.output.Receiver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** The outputs of a node: its own, and those of the sessions of scripts. Thread-safe. */
final class Outputs {

  private final OutputWriter own;

  /** Takes the texts that are addressed to the node. */
  private final Receiver receiver;

  /** Apart from the texts: a text that the output does not take holds up no notice. */
  private final OutputWriter notices;

  private final Map<Long, OutputWriter> sessions = new ConcurrentHashMap<>();
  private final AtomicLong lastSession = new AtomicLong(Endpoint.OWN);

  Outputs(Output output, UnaryOperator<Receiver> receiver) {
    this.own = new OutputWriter(output, "output");
    this.receiver = receiver.apply(own);
    this.notices = new OutputWriter(output, "notices");
    sessions.put(Endpoint.OWN, own);
  }

  /** Returns the node's own output. */
  OutputWriter own() {
    return own;
  }

  /** Returns the output of a session that is open. */
  Optional<OutputWriter> of(long session) {
    return Optional.ofNullable(sessions.get(session));
  }

  /** Returns what takes the texts of a session that is open. */
  Optional<Receiver> receiver(long session) {
    return Optional.ofNullable(session == Endpoint.OWN ? receiver : sessions.get(session));
  }

  /** Opens a session of a node under another name. */
  Endpoint open(NodeName label, NodeName node, Output answers) {
    Endpoint session = new Endpoint(label, node, lastSession.incrementAndGet());
    sessions.put(session.session(), new OutputWriter(answers, "session-" + session.session()));
    return session;
  }

  /** Closes a session: what is addressed to it from now on is dropped. */
  void close(Endpoint session) {
    OutputWriter answers = sessions.remove(session.session());
    if (answers != null) {
      answers.close();
    }
  }

  /** Shows at the node's own output that another node came or went. */
  void presence(Presence presence) {
    notices.presence(presence);
  }

  /** Shows a notice at the node's own output. */
  void notice(String sentence) {
    notices.note(sentence);
  }

  /** Drops the texts that are not shown yet: no sender would be told that they were. */
  void forget() {
    sessions.values().forEach(OutputWriter::forget);
    receiver.forget();
  }

  /** Closes all outputs. */
  void close() {
    sessions.values().forEach(OutputWriter::close);
    notices.close();
  }
}
