package chat.moebi.console;

import chat.moebi.node.NodeName;
import chat.moebi.node.Sentences;
import chat.moebi.node.View;
import chat.moebi.process.Pid;
import chat.moebi.process.Refusal;
import java.util.List;

/** Reads which node or which process is meant by what was typed. */
final class Targets {

  private Targets() {}

  /** Says in a sentence for the user why nothing is meant. */
  static final class Unclear extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final transient Refusal refusal;

    Unclear(String sentence) {
      this(Failure.USAGE, sentence);
    }

    Unclear(Failure failure, String sentence) {
      super(sentence);
      this.failure = failure;
      this.refusal = null;
    }

    Unclear(Refusal refusal) {
      super(refusal.sentence());
      this.failure = Failure.of(refusal.kind());
      this.refusal = refusal;
    }

    /** Shows it. */
    void show(Shell shell) {
      if (refusal == null) {
        shell.fail(failure, getMessage());
      } else {
        shell.refuse(refusal);
      }
    }
  }

  /** Returns the node that is meant by a full name or a short one. */
  static NodeName node(String text, View view) throws Unclear {
    try {
      if (NodeName.isFull(text)) {
        return NodeName.parse(text);
      }
      List<NodeName> meant = view.meant(text);
      if (meant.size() == 1) {
        return meant.get(0);
      }
      throw new Unclear(Sentences.which(text, meant));
    } catch (IllegalArgumentException e) {
      throw new Unclear(e.getMessage());
    }
  }

  /** Returns the node that is meant, or the view's own if none is named. */
  static NodeName nodeOrOwn(String text, View view) throws Unclear {
    return text.isBlank() ? view.self() : node(text.strip(), view);
  }

  /** Returns the process that is meant by a pid. */
  static Pid pid(String text, View view) throws Unclear {
    try {
      Pid.Typed typed = Pid.parse(text);
      return typed.in(view).orElseThrow(() -> new Unclear(Refusal.noConnection(typed.node())));
    } catch (IllegalArgumentException e) {
      throw new Unclear(e.getMessage());
    }
  }
}
