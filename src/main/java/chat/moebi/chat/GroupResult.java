package chat.moebi.chat;

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
import java.util.TreeMap;
import java.util.stream.Collectors;

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
   * Some nodes have not shown the text, as far as is known.
   *
   * @param failures the result of each of these nodes
   * @param shown how many others have shown the text
   */
  record NotShownByAll(SortedMap<NodeName, SendResult> failures, int shown) implements GroupResult {

    public NotShownByAll {
      failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
    }

    /** Returns {@code not shown by zoe@localhost (no answer within 5 s); shown by 2}. */
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
          .collect(Collectors.joining(", ", "not shown by ", "; shown by " + shown));
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
    failures.values().removeIf(Completed.class::isInstance);
    int shown = addressed - failures.size();
    if (addressed == 0) {
      return new NobodyElse(room);
    }
    return failures.isEmpty() ? new Shown(shown) : new NotShownByAll(failures, shown);
  }
}
