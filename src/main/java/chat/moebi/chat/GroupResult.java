package chat.moebi.chat;

import static java.util.stream.Collectors.joining;

import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.NotInRoom;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The result of a send to a room, or to all nodes. */
public sealed interface GroupResult {

  /**
   * Returns the result as the command line prints it: {@code ok 2}, or the words after {@code
   * error: }.
   */
  String sentence();

  /** Every node that the text was addressed to has shown it; there are so many of them. */
  record Shown(int nodes) implements GroupResult {
    @Override
    public String sentence() {
      return "ok " + nodes;
    }
  }

  /**
   * Some nodes have shown the text; for the others it is kept.
   *
   * @param shown how many nodes have shown the text
   * @param nodes those that will show it once, as soon as they are there
   */
  record Kept(int shown, SortedSet<NodeName> nodes) implements GroupResult {

    public Kept {
      nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    /** Returns {@code ok 2, kept for kate@localhost, zoe@localhost}. */
    @Override
    public String sentence() {
      return "ok " + shown + keptFor(nodes);
    }
  }

  /**
   * Some nodes have not shown the text, as far as is known.
   *
   * @param failures the result of each of these nodes
   * @param shown how many others have shown the text
   * @param kept the nodes that will show the text once, as soon as they are there
   */
  record NotShownByAll(
      SortedMap<NodeName, SendResult> failures, int shown, SortedSet<NodeName> kept)
      implements GroupResult {

    public NotShownByAll {
      failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
      kept = Collections.unmodifiableSortedSet(new TreeSet<>(kept));
    }

    /** Creates the result of a text that is kept for nobody. */
    public NotShownByAll(SortedMap<NodeName, SendResult> failures, int shown) {
      this(failures, shown, Collections.emptySortedSet());
    }

    /**
     * Returns {@code not shown by zoe@localhost (no answer within 5 s); shown by 2}, and for whom
     * the text is kept, if for any.
     */
    @Override
    public String sentence() {
      Map<String, List<String>> namesByReason = new LinkedHashMap<>();
      failures.forEach(
          (node, result) ->
              namesByReason
                  .computeIfAbsent(result.shortSentence(), reason -> new ArrayList<>())
                  .add(node.toString()));
      return namesByReason.entrySet().stream()
          .map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")")
          .collect(joining(", ", "not shown by ", "; shown by " + shown + keptFor(kept)));
    }
  }

  /**
   * There is no other node to send to; nothing was sent.
   *
   * @param room the room that no other node is in; empty if the text was for all nodes
   */
  record NobodyElse(Optional<RoomName> room) implements GroupResult {
    @Override
    public String sentence() {
      return "nobody else is " + room.map(name -> "in " + name).orElse("here");
    }
  }

  /** The node has no connection to others now, because it rejoins them; nothing was sent. */
  record NotConnected() implements GroupResult {
    @Override
    public String sentence() {
      return "no connection to other nodes now; try again";
    }
  }

  /** The text was sent to no node at all. */
  record Refused(SendResult.TooLong reason) implements GroupResult {
    @Override
    public String sentence() {
      return reason.sentence();
    }
  }

  /**
   * Sums up the results of each recipient. A recipient that had left the room when the text arrived
   * was not addressed.
   */
  static GroupResult of(Optional<RoomName> room, Map<NodeName, SendResult> results) {
    SortedMap<NodeName, SendResult> failures = new TreeMap<>(results);
    failures.values().removeIf(NotInRoom.class::isInstance);
    int addressed = failures.size();
    SortedSet<NodeName> kept = new TreeSet<>(failures.keySet());
    kept.removeIf(node -> !(failures.get(node) instanceof SendResult.Kept));
    failures.keySet().removeAll(kept);
    failures.values().removeIf(Completed.class::isInstance);
    int shown = addressed - failures.size() - kept.size();
    if (addressed == 0) {
      return new NobodyElse(room);
    } else if (!failures.isEmpty()) {
      return new NotShownByAll(failures, shown, kept);
    }
    return kept.isEmpty() ? new Shown(shown) : new Kept(shown, kept);
  }

  private static String keptFor(SortedSet<NodeName> nodes) {
    return nodes.isEmpty()
        ? ""
        : nodes.stream().map(NodeName::toString).collect(joining(", ", ", kept for ", ""));
  }
}
