package chat.moebi.otp.process;

import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identifier of a process: a value that can be sent, written down and used from every node.
 *
 * <p>A pid contains its node's incarnation, so it never means a process of a later start of that
 * node. The printed form, {@code <kate@localhost.7>}, leaves the incarnation out; a pid that was
 * {@linkplain #parse typed} means the incarnation now known.
 *
 * @param number counts the node's processes: 0 is the first process of its shell
 * @param incarnation tells one start of that node from the next
 */
public record Pid(NodeName node, long number, long incarnation) {

  public Pid {
    Objects.requireNonNull(node, "node");
  }

  /** A pid as it was typed, without an incarnation. */
  public record Typed(NodeName node, long number) {

    /** Returns the pid of the node's current start; nothing if there is no connection to it. */
    public Optional<Pid> in(View view) {
      return view.reachable(node).map(peer -> new Pid(node, number, peer.incarnation()));
    }

    @Override
    public String toString() {
      return "<" + node + "." + number + ">";
    }
  }

  /**
   * The number that stands for a node itself. Lower numbers stand for a node's output: see {@link
   * ProcessRuntime#leader}. A pid with such a number is shown as the node's name.
   */
  static final long NODE = -1;

  private static final Pattern WRITTEN = Pattern.compile("<(.*)\\.([0-9]{1,18})>", Pattern.DOTALL);

  /** Returns the pid that stands for a node: a monitor of it reports that the node was lost. */
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
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw notAPid(text, null);
    }
    try {
      return new Typed(NodeName.parse(matcher.group(1)), Long.parseLong(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw notAPid(text, e);
    }
  }

  /** Whether this pid stands for a node or for a node's output. */
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
        "\"" + shown + "\" is not a pid; write <NODE.NUMBER>, as in <kate@localhost.7>", cause);
  }
}
