package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.name.NodeName;
import chat.moebi.otp.process.Pid;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Finds the nodes that texts go to, and remembers the node last addressed. Thread-safe. */
final class Recipients {

  private final Chat chat;

  /** The node last addressed, as it was typed; an empty text if there is none. */
  private final AtomicReference<String> last = new AtomicReference<>("");

  Recipients(Chat chat) {
    this.chat = chat;
  }

  /** Addresses a text to the node last addressed. */
  Line.To addressToLast(Line.Text text) {
    return new Line.To(last.get(), text.text(), text.cut());
  }

  /** Remembers the node that a text is addressed to, if this node knows it; returns the text. */
  Line.To remember(Line.To text) {
    if (node(text).filter(chat::knows).isPresent()) {
      last.set(text.node());
    }
    return text;
  }

  /** Returns the node that a text is for; empty if the text is for a process, or for nobody. */
  Optional<NodeName> node(Line.To text) {
    if (text.node().isEmpty() || Pid.isPid(text.node())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Targets.node(text.node(), chat.view()));
    } catch (Unclear e) {
      return Optional.empty(); // The send refuses the text, with the same sentence.
    }
  }
}
