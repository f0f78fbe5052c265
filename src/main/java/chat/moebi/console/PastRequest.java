package chat.moebi.console;

import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.store.TextFilter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The arguments of {@code /history}.
 *
 * @param with the node or room that is typed; empty if none is
 * @param number how many texts are wanted at most
 */
record PastRequest(Optional<String> with, int number) {

  /** How many texts are shown unless told. */
  static final int NUMBER = 20;

  private static final int MAX_NUMBER = 100_000;
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /**
   * Reads the words of {@code /history kate 50}. Digits alone are a number.
   *
   * @return empty if there are other words
   * @throws LineException if the number is out of its range
   */
  static Optional<PastRequest> parse(String arguments) throws LineException {
    List<String> words = List.of(arguments.strip().split("\\s+"));
    String first = words.get(0);
    if (words.size() == 1 && isNumber(first)) {
      return Optional.of(new PastRequest(Optional.empty(), number(first)));
    } else if (words.size() == 1) {
      return Optional.of(new PastRequest(Optional.of(first).filter(w -> !w.isEmpty()), NUMBER));
    } else if (words.size() == 2 && isNumber(words.get(1))) {
      return Optional.of(new PastRequest(Optional.of(first), number(words.get(1))));
    }
    return Optional.empty();
  }

  private static boolean isNumber(String word) {
    return DIGITS.matcher(word).matches();
  }

  private static int number(String word) throws LineException {
    try {
      int number = Integer.parseInt(word);
      if (number >= 1 && number <= MAX_NUMBER) {
        return number;
      }
    } catch (NumberFormatException e) {
      // It is far too large.
    }
    throw new LineException(Failure.USAGE, word + " texts? write 1 to " + MAX_NUMBER);
  }

  /**
   * Returns the texts that are meant.
   *
   * @throws IllegalArgumentException if no node or room can have that name
   */
  TextFilter filter(View view) {
    Optional<RoomName> room = with.filter(RoomName::isRoom).map(RoomName::parse);
    Optional<NodeName> node =
        with.filter(name -> !RoomName.isRoom(name)).map(name -> Targets.node(name, view));
    return new TextFilter(node, room, Optional.empty(), number);
  }
}
