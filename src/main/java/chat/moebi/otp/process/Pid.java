package chat.moebi.otp.process;

import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import java.util.Objects;
import java.util.Optional;

/**
 * The identifier of a process: a value that can be sent, written down and used from every node.
 *
 * <p>It carries its node's incarnation, so it never means a process of a later start of that node.
 * What is printed, {@code <kate@localhost.7>}, does not show it; a pid that was {@link #parse
 * typed} means the incarnation now known.
 *
 * @param node the node that the process runs on
 * @param number counts the node's processes: 0 is its shell's first
 * @param incarnation tells one start of that node from the next
 */
public record Pid(NodeName node, long number, long incarnation) {

  /** Checks that the node is there. */
  public Pid {
    Objects.requireNonNull(node, "node");
  }

  /** A pid as it was typed: the incarnation is not known. */
  public record Typed(NodeName node, long number) {

    /** Returns the process that is meant now, or nothing if there is no connection to its node. */
    public Optional<Pid> in(View view) {
      return view.reachable(node).map(peer -> new Pid(node, number, peer.incarnation()));
    }

    @Override
    public String toString() {
      return "<" + node + "." + number + ">";
    }
  }

  /**
   * The number that stands for a node itself. It is shown as that node's name, like lower numbers,
   * which stand for a node's output: see {@link ProcessRuntime#leader}.
   */
  static final long NODE = -1;

  /** Returns the pid that stands for a node: its monitor tells when that node is lost. */
  public static Pid ofNode(NodeName node, long incarnation) {
    return new Pid(node, NODE, incarnation);
  }

  /** Returns the pid of the same start of the same node with another number. */
  Pid withNumber(long other) {
    return new Pid(node, other, incarnation);
  }

  /** Whether a text is meant as a pid. */
  public static boolean isPid(String text) {
    return text.startsWith("<");
  }

  /**
   * Reads {@code <kate@localhost.7>}.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Typed parse(String text) {
    int dot = text.lastIndexOf('.');
    if (isPid(text) && text.endsWith(">") && dot > 0) {
      String number = text.substring(dot + 1, text.length() - 1);
      if (number.matches("[0-9]{1,18}")) {
        try {
          return new Typed(NodeName.parse(text.substring(1, dot)), Long.parseLong(number));
        } catch (IllegalArgumentException e) {
          throw notAPid(text, e);
        }
      }
    }
    throw notAPid(text, null);
  }

  /** Whether it stands for a node, or for a node's output. */
  boolean isOfNoProcess() {
    return number < 0;
  }

  @Override
  public String toString() {
    return isOfNoProcess() ? node.toString() : new Typed(node, number).toString();
  }

  private static IllegalArgumentException notAPid(String text, Exception cause) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "...";
    return new IllegalArgumentException(
        "\"" + shown + "\" is not a pid; write <NODE.NUMBER>, <kate@localhost.7> say", cause);
  }
}
