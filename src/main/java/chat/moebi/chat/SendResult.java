package chat.moebi.chat;

import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.List;

/**
 * The result of a send. {@link Completed} proves that the text was shown; after {@link NoAnswer}
 * the text may have been shown or not.
 */
public sealed interface SendResult {

  /**
   * Returns the result as the command line prints it: {@code ok}, {@code kept for kate@localhost},
   * or the words after {@code error: }.
   */
  String sentence();

  /**
   * Returns the same without the name of the node, as it stands in brackets behind the name: {@code
   * no answer within 5 s}.
   */
  default String shortSentence() {
    return sentence();
  }

  /** The text was written to the recipient's output. */
  record Completed(NodeName node) implements SendResult {
    @Override
    public String sentence() {
      return "ok";
    }
  }

  /** The text will be shown once, as soon as both nodes are there; see {@code chat.keep}. */
  record Kept(NodeName node) implements SendResult {
    /** Returns {@code kept for kate@localhost}. */
    @Override
    public String sentence() {
      return "kept for " + node;
    }
  }

  /** The node cannot be reached, and the text cannot be kept for it; it will not be shown. */
  record NotKept(NodeName node, String reason) implements SendResult {
    @Override
    public String sentence() {
      return ErrorMessages.noConnection(node) + ", and the text is not kept: " + reason;
    }

    @Override
    public String shortSentence() {
      return "no connection, and not kept: " + reason;
    }
  }

  /** There is no such node, or it cannot be reached; nothing was sent. */
  record NoConnection(NodeName node) implements SendResult {
    @Override
    public String sentence() {
      return ErrorMessages.noConnection(node);
    }

    @Override
    public String shortSentence() {
      return "no connection";
    }
  }

  /** The text was sent, and no answer came in time: it may have been shown, or may still be. */
  record NoAnswer(NodeName node, Duration timeout) implements SendResult {
    @Override
    public String sentence() {
      return ErrorMessages.noAnswer(node, timeout);
    }

    @Override
    public String shortSentence() {
      return "no answer" + ErrorMessages.within(timeout);
    }
  }

  /** Too much is on its way to that node, or too much runs there; nothing was shown. */
  record Busy(NodeName node) implements SendResult {
    @Override
    public String sentence() {
      return ErrorMessages.busy(node);
    }

    @Override
    public String shortSentence() {
      return "busy";
    }
  }

  /** The task of the text crashed. */
  record Failed(NodeName node, String reason) implements SendResult {
    @Override
    public String sentence() {
      return ErrorMessages.failed(node, reason);
    }

    @Override
    public String shortSentence() {
      return "the task failed: " + reason;
    }
  }

  /** The node had left the room when the text arrived; nothing was shown. */
  record NotInRoom(NodeName node) implements SendResult {
    @Override
    public String sentence() {
      return node + " is not in the room";
    }
  }

  /** The text is longer than {@link Session#MAX_TEXT_BYTES}; nothing was sent. */
  record TooLong(long bytes) implements SendResult {
    @Override
    public String sentence() {
      return "the message is too long: "
          + bytes
          + " of at most "
          + Session.MAX_TEXT_BYTES
          + " bytes";
    }
  }

  /** The node runs on this host and has another cookie; nothing was sent. */
  record DifferentCookie(NodeName node) implements SendResult {
    @Override
    public String sentence() {
      return NodeException.differentCookie(node.toString());
    }

    @Override
    public String shortSentence() {
      return "a different cookie";
    }
  }

  /** Several nodes have the short name, and none of them runs on the host of this node. */
  record WhichNode(String shortName, List<NodeName> candidates) implements SendResult {
    @Override
    public String sentence() {
      return ErrorMessages.which(shortName, candidates);
    }
  }

  /** No node can have that name. */
  record BadName(String sentence) implements SendResult {}
}
