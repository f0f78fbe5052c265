package chat.moebi.console;

import chat.moebi.cluster.View;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jline.utils.Levenshtein;

/** Finds the nodes that typed names mean. */
final class Targets {

  private static final int SHORT = 5;

  private Targets() {}

  /**
   * Returns the node that a full or short name means.
   *
   * @throws IllegalArgumentException if no node can have that name, or several have it
   */
  static NodeName node(String typed, View view) {
    if (NodeName.isFull(typed)) {
      return NodeName.parse(typed);
    }
    List<NodeName> meant = view.meant(typed);
    if (meant.size() > 1) {
      throw new IllegalArgumentException(ErrorMessages.which(typed, meant));
    }
    return meant.get(0);
  }

  /**
   * Returns {@code ; did you mean kate?} if a known node has nearly the name of an unknown one,
   * else an empty text. Names with other numbers in them are different names.
   */
  static String didYouMean(NodeName unknown, View view) {
    if (view.nodes().containsKey(unknown)) {
      return "";
    }
    return view.nodes().keySet().stream()
        .filter(known -> isNear(unknown.name(), known.name()))
        .filter(known -> isNear(unknown.host(), known.host()))
        .min(Comparator.comparingInt(known -> distance(unknown.toString(), known.toString())))
        .map(known -> known.host().equals(unknown.host()) ? known.name() : known.toString())
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  private static boolean isNear(String typed, String known) {
    int distance = distance(typed, known);
    return distance <= (known.length() < SHORT ? 1 : 2)
        && distance < known.length() - 1
        && digits(typed).equals(digits(known));
  }

  private static int distance(String one, String other) {
    return Levenshtein.distance(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
  }

  private static String digits(String name) {
    return name.replaceAll("\\D", "");
  }
}
